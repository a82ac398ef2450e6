namespace Microsoft.ML.MultiTask.Reporting.Inspection;

/// <summary>Some of many, evenly spread: the middle of each of as many equal parts.</summary>
internal static class EvenSpread
{
    /// <summary>The place of the <paramref name="i"/>-th of <paramref name="wanted"/> among <paramref name="count"/>, from 0.</summary>
    public static long Place(long i, long wanted, long count) => ((2 * i) + 1) * count / (2 * wanted);
}
