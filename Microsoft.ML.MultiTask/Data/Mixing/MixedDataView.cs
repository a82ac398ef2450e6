namespace Microsoft.ML.MultiTask.Data.Mixing;

/// <summary>A view over the rows of several views.</summary>
internal abstract class MixedDataView : IDataView
{
    private readonly MixedSchema _schema;
    private readonly Lazy<long[]> _counts;

    protected MixedDataView(IReadOnlyList<IDataView> views)
    {
        _schema = MixedSchema.Of(views);
        Views = views;
        _counts = new(() => [.. views.Select(RowCount.Of)]);
    }

    public DataViewSchema Schema => _schema.Schema;

    /// <summary>Views that cannot shuffle keep their order; which view comes next is random all the same.</summary>
    public bool CanShuffle => Views.Count > 1 || Views[0].CanShuffle;

    protected IReadOnlyList<IDataView> Views { get; }

    /// <summary>The row count of each view. A view that does not know it is enumerated once, without active columns.</summary>
    protected IReadOnlyList<long> Counts => _counts.Value;

    /// <summary>The row count of all views; null if a view would have to be enumerated for it.</summary>
    protected long? KnownRows => Views.All(view => view.GetRowCount() is not null) ? Counts.Sum() : null;

    /// <summary>Whether a view starts again after its last row.</summary>
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

    /// <summary>The index of the view of each row, in order.</summary>
    protected abstract IEnumerable<int> Turns(Random? random);

    /// <summary>The views of all rows in random order.</summary>
    protected static int[] Shuffled(IReadOnlyList<long> counts, Random random)
    {
        int[] turns = [.. counts.SelectMany((count, view) => Enumerable.Repeat(view, checked((int)count)))];
        random.Shuffle(turns);
        return turns;
    }
}
