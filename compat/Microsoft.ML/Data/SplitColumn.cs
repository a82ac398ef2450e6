using Microsoft.ML.Transforms;

namespace Microsoft.ML.Data;

/// <summary>A view with a column by which its rows are split: a random number, or a place that is the same for all rows with the same
/// key.</summary>
internal sealed class SplitColumn
{
    private const uint DefaultSeed = 42;
    private const uint DefaultHashSeed = 314489979;

    private readonly IDataView _data;
    private readonly string _name;

    private SplitColumn(IDataView data, string name)
    {
        _data = data;
        _name = name;
    }

    public static SplitColumn Add(IDataView data, string samplingKeyColumn, int? seed)
    {
        var name = "SplitColumn";
        while (data.Schema.GetColumnOrNull(name) != null) name += "_";
        if (samplingKeyColumn == null)
        {
            var random = new RandomColumn(data.Schema, name, (uint?)seed ?? DefaultSeed);
            return new SplitColumn(new OrderedDataView(new MappedDataView(data, random)), name);
        }
        var key = data.Schema.GetColumnOrNull(samplingKeyColumn)
            ?? throw Check.MissingColumn(nameof(samplingKeyColumn), "SamplingKeyColumn", samplingKeyColumn);
        if (key.Type is KeyDataViewType)
            return new SplitColumn(new ColumnCopyingTransformer(name, samplingKeyColumn).Transform(data), name);
        if (HashColumn.Supports(key.Type))
            return new SplitColumn(new MappedDataView(data, new HashColumn(data.Schema, name, key, (uint?)seed ?? DefaultHashSeed)), name);
        throw new NotSupportedException($"Splitting by a column of text, 32- or 64-bit integers or keys is supported, but column '{samplingKeyColumn}' is of type {key.Type}.");
    }

    /// <summary>The rows in (or, with complement, not in) a range of the split column, without that column.</summary>
    public IDataView Rows(double lower, double upper, bool includeUpper, bool complement)
    {
        var rows = RowFilters.Range(_data, _name, lower, upper, includeUpper, complement);
        var kept = rows.Schema.Where(c => c.Name != _name).Select(c => c.Index).ToArray();
        return new MappedDataView(rows, new KeptColumns(rows.Schema, kept));
    }
}
