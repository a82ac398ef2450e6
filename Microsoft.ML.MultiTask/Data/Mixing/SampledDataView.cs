namespace Microsoft.ML.MultiTask.Data.Mixing;

/// <summary>A given number of rows, of which each view contributes a given share.</summary>
internal sealed class SampledDataView(IReadOnlyList<IDataView> views, IReadOnlyList<double> weights, int? rows) : MixedDataView(views)
{
    protected override bool Repeats => true;

    public override long? GetRowCount() => rows ?? KnownRows;

    protected override IEnumerable<int> Turns(Random? random)
    {
        var quotas = Quotas(weights, rows ?? Counts.Sum());
        return random is not null ? Shuffled(quotas, random) : Spread(quotas);
    }

    /// <summary>Divides rows by weight; the largest remainders are rounded up.</summary>
    private static long[] Quotas(IReadOnlyList<double> weights, long rows)
    {
        double total = weights.Sum();
        double[] exact = [.. weights.Select(weight => weight / total * rows)];
        long[] quotas = [.. exact.Select(share => (long)share)];
        foreach (var view in Enumerable.Range(0, exact.Length).OrderByDescending(i => exact[i] - quotas[i]).Take((int)(rows - quotas.Sum())))
            quotas[view]++;
        return quotas;
    }

    /// <summary>Spreads the views' rows evenly: the view that is furthest behind its share is next.</summary>
    private static IEnumerable<int> Spread(long[] quotas)
    {
        var (behind, rows) = (new long[quotas.Length], quotas.Sum());
        for (long row = 0; row < rows; row++)
        {
            for (var i = 0; i < quotas.Length; i++)
                behind[i] += quotas[i];
            var next = Array.IndexOf(behind, behind.Max());
            behind[next] -= rows;
            yield return next;
        }
    }
}
