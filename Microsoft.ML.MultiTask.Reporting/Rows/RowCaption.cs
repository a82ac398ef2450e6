using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Reporting.Rows;

/// <summary>Captions rows: by sequence and frame if the data has these columns, otherwise by row number.</summary>
internal sealed class RowCaption(DataViewRow row)
{
    private const string SequenceName = "Sequence", FrameIndexName = "FrameIndex";

    private readonly ValueGetter<ReadOnlyMemory<char>>? _sequence =
        Sequence(row.Schema) is { } column ? row.GetGetter<ReadOnlyMemory<char>>(column) : null;

    private readonly ValueGetter<int>? _frameIndex =
        FrameIndex(row.Schema) is { } column ? row.GetGetter<int>(column) : null;

    /// <summary>The columns that the cursor must include.</summary>
    internal static IEnumerable<DataViewSchema.Column> Columns(DataViewSchema schema) =>
        new[] { Sequence(schema), FrameIndex(schema) }.OfType<DataViewSchema.Column>();

    /// <summary>The caption of the current row.</summary>
    internal string Text()
    {
        if (_sequence is null || _frameIndex is null) return $"Row {row.Position}";
        ReadOnlyMemory<char> sequence = default;
        int frame = 0;
        _sequence(ref sequence);
        _frameIndex(ref frame);
        return $"{sequence}, frame {frame}";
    }

    private static DataViewSchema.Column? Sequence(DataViewSchema schema) =>
        schema.GetColumnOrNull(SequenceName) is { Type: TextDataViewType } column ? column : null;

    private static DataViewSchema.Column? FrameIndex(DataViewSchema schema) =>
        schema.GetColumnOrNull(FrameIndexName) is { } column && column.Type.Equals(NumberDataViewType.Int32) ? column : null;
}
