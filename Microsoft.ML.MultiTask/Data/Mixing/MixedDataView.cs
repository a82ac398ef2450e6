namespace Microsoft.ML.MultiTask.Data.Mixing;

/// <summary>The rows of several views as those of one.</summary>
internal abstract class MixedDataView : IDataView
{
    private readonly MixedSchema _schema;
    private readonly Lazy<long[]> _counts;

    protected MixedDataView(IReadOnlyList<IDataView> views)
    {
        _schema = MixedSchema.Of(views);
        Views = views;
        _counts = new(() => [.. views.Select(Count)]);
    }

    public DataViewSchema Schema => _schema.Schema;

    /// <summary>To the degree that the views can: those that cannot keep their order, but chance says which view is next.</summary>
    public bool CanShuffle => Views.Count > 1 || Views[0].CanShuffle;

    protected IReadOnlyList<IDataView> Views { get; }

    /// <summary>The rows of each view. A view that does not know is walked once, without any value being read.</summary>
    protected IReadOnlyList<long> Counts => _counts.Value;

    /// <summary>The rows of all views; null where that is not known without walking one.</summary>
    protected long? KnownRows => Views.All(view => view.GetRowCount() is not null) ? Counts.Sum() : null;

    /// <summary>Whether a view that has come to its end begins again.</summary>
    protected abstract bool Repeats { get; }

    public abstract long? GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var random = CanShuffle ? rand : null;
        var active = columnsNeeded.Select(column => column.Index).ToHashSet();
        MixedSource[] sources =
        [
            .. Views.Select((view, i) => new MixedSource(view, i,
                [.. active.Select(column => _schema.Columns[column].Sources[i]).OfType<DataViewSchema.Column>()],
                random is null ? null : new Random(random.Next()), Repeats)),
        ];
        return new MixedCursor(_schema, active, sources, Turns(random));
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    /// <summary>Which view each row comes from.</summary>
    protected abstract IEnumerable<int> Turns(Random? random);

    /// <summary>The views' rows mixed in an order of chance.</summary>
    protected static int[] Shuffled(IReadOnlyList<long> counts, Random random)
    {
        int[] turns = [.. counts.SelectMany((count, view) => Enumerable.Repeat(view, checked((int)count)))];
        random.Shuffle(turns);
        return turns;
    }

    private static long Count(IDataView view)
    {
        if (view.GetRowCount() is { } known) return known;
        using var cursor = view.GetRowCursor([]);
        long rows = 0;
        while (cursor.MoveNext())
            rows++;
        return rows;
    }
}
