namespace Microsoft.ML.MultiTask;

// What options may be.
public abstract partial class LossCombiner
{
    /// <exception cref="ArgumentOutOfRangeException">The value is not a positive number.</exception>
    private protected static void CheckPositive(double value, string parameter, string? task = null)
    {
        if (!(value > 0) || !double.IsFinite(value))
            throw new ArgumentOutOfRangeException(
                parameter, $"'{parameter}'{(task is null ? "" : $" of '{task}'")} must be a positive number, but was {Number(value)}.");
    }

    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    private protected static void CheckNotNegative(double value, string parameter)
    {
        if (!(value >= 0) || !double.IsFinite(value))
            throw new ArgumentOutOfRangeException(parameter, $"'{parameter}' must be 0 or more, but was {Number(value)}.");
    }

    /// <exception cref="ArgumentOutOfRangeException">The value is outside 0 to 1.</exception>
    private protected static void CheckFraction(double value, string parameter)
    {
        if (!(value >= 0 && value <= 1))
            throw new ArgumentOutOfRangeException(parameter, $"'{parameter}' must be from 0 to 1, but was {Number(value)}.");
    }

    /// <exception cref="ArgumentOutOfRangeException">The value is not one of its type's.</exception>
    private protected static void CheckDefined<TEnum>(TEnum value, string parameter)
        where TEnum : struct, Enum
    {
        if (!Enum.IsDefined(value))
            throw new ArgumentOutOfRangeException(
                parameter, $"'{parameter}' must be one of {string.Join(", ", Enum.GetNames<TEnum>())}, but was {value}.");
    }
}
