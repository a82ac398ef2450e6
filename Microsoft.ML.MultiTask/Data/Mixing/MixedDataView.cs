namespace Microsoft.ML.MultiTask.Data.Mixing;

/// <summary>A view over the rows of several views: all rows, or a given number of which each view contributes its share.</summary>
internal sealed class MixedDataView : IDataView
{
    private readonly IReadOnlyList<IDataView> _views;
    private readonly IReadOnlyList<double>? _weights;
    private readonly int? _rows;
    private readonly MixedSchema _schema;
    private readonly Lazy<long[]> _counts;

    /// <param name="views">The views.</param>
    /// <param name="weights">The share of each view; null takes every row once, one view after the other unless shuffled.</param>
    /// <param name="rows">Rows to draw by weight; null for as many as the views have.</param>
    public MixedDataView(IReadOnlyList<IDataView> views, IReadOnlyList<double>? weights = null, int? rows = null)
    {
        _schema = MixedSchema.Of(views);
        (_views, _weights, _rows) = (views, weights, rows);
        _counts = new(() => [.. views.Select(RowCount.Of)]);
    }

    public DataViewSchema Schema => _schema.Schema;

    /// <summary>Views that cannot shuffle keep their order; which view comes next is random all the same.</summary>
    public bool CanShuffle => _views.Count > 1 || _views[0].CanShuffle;

    /// <summary>Null if a view would have to be enumerated for it.</summary>
    public long? GetRowCount() => _rows ?? (_views.All(view => view.GetRowCount() is not null) ? _counts.Value.Sum() : (long?)null);

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var random = CanShuffle ? rand : null;
        var active = columnsNeeded.Select(column => column.Index).ToHashSet();
        MixedSource[] sources =
        [
            .. _views.Select((view, i) => new MixedSource(view, i,
                [.. active.Select(column => _schema.Columns[column].Sources[i]).OfType<DataViewSchema.Column>()],
                random is null ? null : new Random(random.Next()), repeats: _weights is not null)),
        ];
        return new MixedCursor(_schema, active, sources, Turns(random));
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    /// <summary>The index of the view of each row, in order.</summary>
    private IEnumerable<int> Turns(Random? random)
    {
        var counts = _weights is null ? _counts.Value : Quotas(_weights, _rows ?? _counts.Value.Sum());
        var inOrder = counts.SelectMany((count, view) => Enumerable.Repeat(view, checked((int)count)));
        if (random is null)
            return _weights is null ? inOrder : Spread(counts);
        int[] turns = [.. inOrder];
        random.Shuffle(turns);
        return turns;
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
