using System.Diagnostics.CodeAnalysis;

namespace Microsoft.ML;

/// <summary>Argument checks with the exception types of ML.NET: a bad value is ArgumentOutOfRangeException, a missing one
/// ArgumentNullException.</summary>
internal static class Check
{
    public static void Param([DoesNotReturnIf(false)] bool condition, string name, string message)
    {
        if (!condition) throw new ArgumentOutOfRangeException(name, message);
    }

    public static void NonEmpty(string value, string name) =>
        Param(!string.IsNullOrEmpty(value), name, $"{name} cannot be null or empty");

    public static void State([DoesNotReturnIf(false)] bool condition, string message)
    {
        if (!condition) throw new InvalidOperationException(message);
    }

    public static ArgumentOutOfRangeException MissingColumn(string name, string role, string column) =>
        new(name, $"Could not find {role} column '{column}'");

    public static ArgumentOutOfRangeException SchemaMismatch(string name, string role, string column, string expected, string actual) =>
        new(name, $"Schema mismatch for {role} column '{column}': expected {expected}, got {actual}");
}
