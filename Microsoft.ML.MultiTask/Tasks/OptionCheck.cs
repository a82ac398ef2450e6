using System.Runtime.CompilerServices;
using static System.FormattableString;

namespace Microsoft.ML.MultiTask.Tasks;

/// <summary>Checks of options; those of one value return it.</summary>
internal static class OptionCheck
{
    /// <exception cref="ArgumentOutOfRangeException">The value is not a positive number.</exception>
    internal static double Positive(double value, string? task = null, [CallerArgumentExpression(nameof(value))] string parameter = "") =>
        value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(
            parameter, Invariant($"'{parameter}'{(task is null ? "" : $" of task '{task}'")} must be a positive number, but was {value}."));

    /// <exception cref="ArgumentOutOfRangeException">The value is not finite.</exception>
    internal static double Finite(double value, string task, string parameter) => double.IsFinite(value) ? value
        : throw new ArgumentOutOfRangeException(parameter, Invariant($"'{parameter}' of task '{task}' must be a finite number, but was {value}."));

    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    internal static double NotNegative(double value, [CallerArgumentExpression(nameof(value))] string parameter = "") =>
        value >= 0 && double.IsFinite(value) ? value
        : throw new ArgumentOutOfRangeException(parameter, Invariant($"'{parameter}' must be 0 or more, but was {value}."));

    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range; NaN is.</exception>
    internal static double Within(double value, double least, double most, [CallerArgumentExpression(nameof(value))] string parameter = "") =>
        value >= least && value <= most ? value : throw new ArgumentOutOfRangeException(
            parameter, Invariant($"'{parameter}' must be from {least} to {most}, but was {value}."));

    /// <exception cref="ArgumentOutOfRangeException">The value is below the least.</exception>
    internal static int AtLeast(int value, int least, [CallerArgumentExpression(nameof(value))] string parameter = "")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least, parameter);
        return value;
    }

    /// <exception cref="ArgumentException">There is no name, or one twice, whatever the case.</exception>
    internal static void NamesTasksOnce(IReadOnlyCollection<string> names, string alternative, string parameter)
    {
        if (names.Count == 0)
            throw new ArgumentException($"Name at least one task, or use {alternative}.", parameter);
        if (names.Distinct(StringComparer.OrdinalIgnoreCase).Count() != names.Count)
            throw new ArgumentException($"Name each task once, not [{string.Join(", ", names)}].", parameter);
    }

    /// <exception cref="ArgumentException">It does not hold.</exception>
    internal static void Holds(bool condition, string option, string expected, object? found)
    {
        if (!condition)
            throw new ArgumentException(Invariant($"Option '{option}' must be {expected}, but was {found}."), option);
    }

    /// <exception cref="ArgumentOutOfRangeException">The value is none of its type's.</exception>
    internal static TEnum Defined<TEnum>(TEnum value, [CallerArgumentExpression(nameof(value))] string parameter = "")
        where TEnum : struct, Enum =>
        Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(
            parameter, $"'{parameter}' must be one of {string.Join(", ", Enum.GetNames<TEnum>())}, but was {value}.");
}
