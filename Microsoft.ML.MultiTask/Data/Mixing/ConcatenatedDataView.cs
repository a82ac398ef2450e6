namespace Microsoft.ML.MultiTask.Data.Mixing;

/// <summary>One view after the other; when shuffled, the rows of all views in random order.</summary>
internal sealed class ConcatenatedDataView(IReadOnlyList<IDataView> views) : MixedDataView(views)
{
    protected override bool Repeats => false;

    public override long? GetRowCount() => KnownRows;

    protected override IEnumerable<int> Turns(Random? random) => random is not null ? Shuffled(Counts, random) : InOrder();

    private IEnumerable<int> InOrder()
    {
        for (var view = 0; view < Views.Count; view++)
            for (long row = 0; row < Counts[view]; row++)
                yield return view;
    }
}
