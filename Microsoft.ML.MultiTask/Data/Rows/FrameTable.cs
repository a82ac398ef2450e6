using Microsoft.ML.Data;
using Microsoft.ML.MultiTask.Data.Encodings;

namespace Microsoft.ML.MultiTask.Data.Rows;

/// <summary>The rows that readers produce: paths of a frame, its predecessors and its labels. A row takes a few bytes, whatever its number
/// of streams.</summary>
/// <remarks>
/// The columns are described at <see cref="MultiTaskDataCatalog"/>. Encodings of single frames are read when a value is requested.
/// </remarks>
internal sealed class FrameTable : IDataView
{
    private readonly List<(FrameSequence Sequence, int Position)> _rows = [];
    private readonly List<Func<int, string>> _texts = [];
    private readonly SequenceOptions _options;

    public FrameTable(IReadOnlyList<FrameSequence> sequences, IReadOnlyList<LabelColumn> labels, SequenceOptions options)
    {
        _options = options;
        foreach (var sequence in sequences)
        {
            for (var position = 0; position < sequence.Count; position++)
            {
                if (sequence.MakesRow?[position] == false)
                    continue;
                var isComplete = Enumerable.Range(1, options.Streams - 1).All(stream => sequence.HasFrame(position, stream, options.Stride));
                if (isComplete || options.SequenceStart == SequenceStart.Repeat)
                    _rows.Add((sequence, position));
                FramesWithoutNeighbours += isComplete ? 0 : 1;
            }
        }

        var schema = new DataViewSchema.Builder();
        var withoutRow = new List<string>();
        foreach (var stream in Enumerable.Range(0, options.Streams))
            AddText(schema, $"Frame{stream}Path", null, row => FramePath(row, stream));
        foreach (var (label, column) in labels.Index())
        {
            var labelled = sequences.Where(sequence => sequence.HasLabel(label)).ToArray();
            if (labelled.Length == 0)
                continue;
            if (!_rows.Exists(row => row.Sequence.LabelPath(label, row.Position).Length > 0))
                withoutRow.Add(column.Label);
            AddText(schema, column.Label + PathColumn.Suffix, ColumnAnnotations.Of(column.Encoding),
                row => _rows[row].Sequence.LabelPath(label, _rows[row].Position));
            if (labelled.Any(sequence => sequence.HasOwnEncodings(label)))
                AddText(schema, column.Label + PathColumn.EncodingSuffix, null,
                    row => _rows[row].Sequence.LabelEncoding(label, _rows[row].Position));
        }
        AddText(schema, "Sequence", null, row => _rows[row].Sequence.Name);
        schema.AddColumn("FrameIndex", NumberDataViewType.Int32);
        Schema = schema.ToSchema();
        LabelsWithoutRow = withoutRow;
    }

    public DataViewSchema Schema { get; }

    public int RowCount => _rows.Count;

    /// <summary>Labels of which all files belong to frames that make no row.</summary>
    public IReadOnlyList<string> LabelsWithoutRow { get; }

    /// <summary>Frames that lack some of their neighbours, whether they make a row or not.</summary>
    public int FramesWithoutNeighbours { get; }

    public bool CanShuffle => true;

    public long? GetRowCount() => _rows.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new FrameTableCursor(this, Order(rand), first: 0, step: 1, columnsNeeded);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        var columns = columnsNeeded.ToArray();
        var order = Order(rand);
        var count = Math.Clamp(n, 1, Math.Max(1, _rows.Count));
        return [.. Enumerable.Range(0, count).Select(first => new FrameTableCursor(this, order, first, step: count, columns))];
    }

    /// <summary>The value of a text column in a row.</summary>
    public string Text(int column, int row) => _texts[column](row);

    /// <summary>The frame number of a row.</summary>
    public int FrameIndex(int row) => _rows[row].Sequence.Number(_rows[row].Position);

    private void AddText(DataViewSchema.Builder schema, string name, DataViewSchema.Annotations? annotations, Func<int, string> value)
    {
        schema.AddColumn(name, TextDataViewType.Instance, annotations);
        _texts.Add(value);
    }

    private string FramePath(int row, int stream)
    {
        var (sequence, position) = _rows[row];
        var farthest = 0;
        while (farthest < stream && sequence.HasFrame(position, farthest + 1, _options.Stride))
            farthest++;
        return sequence.FramePath(position, farthest, _options.Stride);
    }

    private int[] Order(Random? rand)
    {
        var order = Enumerable.Range(0, _rows.Count).ToArray();
        rand?.Shuffle(order);
        return order;
    }
}
