namespace Microsoft.ML.Data;

/// <summary>The rows that a test of some columns accepts.</summary>
/// <param name="source">All rows.</param>
/// <param name="tested">Indices of the columns the test reads.</param>
/// <param name="createTest">Makes, for a row, the test of its present values.</param>
internal sealed class FilteredDataView(IDataView source, IReadOnlyCollection<int> tested, Func<DataViewRow, Func<bool>> createTest)
    : IDataView
{
    public bool CanShuffle => source.CanShuffle;

    public DataViewSchema Schema => source.Schema;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var active = Active(columnsNeeded);
        return Filter(source.GetRowCursor(Inputs(active), rand), active);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        var active = Active(columnsNeeded);
        return Array.ConvertAll(source.GetRowCursorSet(Inputs(active), n, rand), input => (DataViewRowCursor)Filter(input, active));
    }

    private SubsetCursor Filter(DataViewRowCursor input, bool[] active)
    {
        var accepts = createTest(input);
        return new SubsetCursor(input, active, () =>
        {
            while (input.MoveNext())
            {
                if (accepts()) return true;
            }
            return false;
        });
    }

    private bool[] Active(IEnumerable<DataViewSchema.Column> columns)
    {
        var active = new bool[Schema.Count];
        foreach (var column in columns) active[column.Index] = true;
        return active;
    }

    private IEnumerable<DataViewSchema.Column> Inputs(bool[] active) => Schema.Where(c => active[c.Index] || tested.Contains(c.Index));
}
