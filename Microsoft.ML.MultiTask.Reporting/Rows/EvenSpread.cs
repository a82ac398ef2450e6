namespace Microsoft.ML.MultiTask.Reporting.Rows;

/// <summary>Picks rows evenly spread over the data: the middle of each of as many equal parts.</summary>
internal static class EvenSpread
{
    /// <summary>The index of pick <paramref name="i"/> of <paramref name="wanted"/> among <paramref name="count"/> rows.</summary>
    public static long Place(long i, long wanted, long count) => ((2 * i) + 1) * count / (2 * wanted);
}
