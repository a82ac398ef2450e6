using System.Runtime.CompilerServices;
using static System.FormattableString;

namespace Microsoft.ML.MultiTask.Tasks;

/// <summary>Checks of options; those of one value return it.</summary>
internal static class OptionCheck
{
    internal static double Positive(double value, string? task = null, [CallerArgumentExpression(nameof(value))] string parameter = "") =>
        value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(
            parameter, Invariant($"'{parameter}'{(task is null ? "" : $" of task '{task}'")} must be a positive number, but was {value}."));

    internal static double Finite(double value, string task, string parameter) => double.IsFinite(value) ? value
        : throw new ArgumentOutOfRangeException(parameter, Invariant($"'{parameter}' of task '{task}' must be a finite number, but was {value}."));

    internal static double NotNegative(double value, [CallerArgumentExpression(nameof(value))] string parameter = "") =>
        value >= 0 && double.IsFinite(value) ? value
        : throw new ArgumentOutOfRangeException(parameter, Invariant($"'{parameter}' must be 0 or more, but was {value}."));

    internal static double Within(double value, double least, double most, [CallerArgumentExpression(nameof(value))] string parameter = "") =>
        value >= least && value <= most ? value : throw new ArgumentOutOfRangeException(
            parameter, Invariant($"'{parameter}' must be from {least} to {most}, but was {value}."));

    internal static int AtLeast(int value, int least, [CallerArgumentExpression(nameof(value))] string parameter = "")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least, parameter);
        return value;
    }

    internal static void NamesTasksOnce(IReadOnlyCollection<string> names, string alternative, string parameter)
    {
        if (names.Count == 0)
            throw new ArgumentException($"Name at least one task, or use {alternative}.", parameter);
        if (names.Distinct(StringComparer.OrdinalIgnoreCase).Count() != names.Count)
            throw new ArgumentException($"Name each task once, not [{string.Join(", ", names)}].", parameter);
    }

    internal static void Holds(bool condition, string option, string expected, object? found)
    {
        if (!condition)
            throw new ArgumentException(Invariant($"Option '{option}' must be {expected}, but was {found}."), option);
    }

    internal static TEnum Defined<TEnum>(TEnum value, [CallerArgumentExpression(nameof(value))] string parameter = "")
        where TEnum : struct, Enum =>
        Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(
            parameter, $"'{parameter}' must be one of {string.Join(", ", Enum.GetNames<TEnum>())}, but was {value}.");
}
