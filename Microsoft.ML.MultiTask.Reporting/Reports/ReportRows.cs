using Microsoft.ML.Data;
using Microsoft.ML.MultiTask.Data;
using Microsoft.ML.MultiTask.Reporting.Rows;

namespace Microsoft.ML.MultiTask.Reporting.Reports;

/// <summary>Paints some rows of scored data; only these rows are scored.</summary>
internal sealed class ReportRows
{
    private readonly TrainingReport _report;
    private readonly IDataView _scored;
    private readonly DataViewSchema.Column[] _frames;
    private readonly int _height;
    private readonly int _width;

    /// <exception cref="ArgumentException">There is no frame or no prediction, or a column has another type.</exception>
    internal ReportRows(TrainingReport report, IDataView scored)
    {
        (_report, _scored) = (report, scored);
        _frames = [.. report.FrameColumnNames.Select(name => scored.Schema.GetColumnOrNull(name)).OfType<DataViewSchema.Column>()];
        var type = _frames.FirstOrDefault().Type as VectorDataViewType;
        if (type is not { Dimensions: [3, > 0, > 0] } || _frames.Any(frame => !frame.Type.Equals(type)))
            throw new ArgumentException(
                $"The report's data must have frames, Vector<Byte or Single, 3, H, W>, in the columns "
                + $"{string.Join(", ", report.FrameColumnNames)}, but has {string.Join(", ", scored.Schema)}.", nameof(report));
        (_height, _width) = (type.Dimensions[1], type.Dimensions[2]);
        Tasks = [.. scored.Schema.Where(column => !column.IsHidden).Select(column => ScoredTask.Find(column, report)).OfType<ScoredTask>()];
        if (Tasks.Count == 0)
            throw new ArgumentException("The report's data must have predictions of a trained model, but has none.", nameof(report));
    }

    /// <summary>The tasks with predictions in the data.</summary>
    internal IReadOnlyList<ScoredTask> Tasks { get; }

    /// <summary>The rows to show, evenly spread over the data.</summary>
    internal IReadOnlyList<ReportRow> Read()
    {
        long count = RowCount.Of(_scored);
        long shown = Math.Min(_report.Rows, count);
        var wanted = Enumerable.Range(0, (int)shown).Select(i => EvenSpread.Place(i, shown, count)).ToHashSet();
        var rows = new List<ReportRow>();
        var labels = Tasks.Select(task => task.Label).OfType<DataViewSchema.Column>();
        using var cursor = _scored.GetRowCursor(
            [.. _frames, .. Tasks.Select(task => task.Predicted), .. labels, .. RowCaption.Columns(_scored.Schema)]);
        Func<byte[]>[] frames = [.. _frames.Select(column => FrameReader(cursor, column))];
        var caption = new RowCaption(cursor);
        long read = 0;
        for (; rows.Count < shown && cursor.MoveNext(); read++)
            if (wanted.Contains(read))
                rows.Add(ReadRow(cursor, frames, caption.Text()));
        return rows.Count == shown ? rows : throw new InvalidOperationException(
            $"The report's data had {count} rows when they were counted and {read} when they were read. Give it data that is the same in every pass, "
            + "such as cached data.");
    }

    private ReportRow ReadRow(DataViewRow row, IReadOnlyList<Func<byte[]>> frames, string caption)
    {
        RgbImage[] images = [.. frames.Select(planes => RgbImage.FromPlanes(planes(), _height, _width))];
        return new ReportRow(caption, images, [.. Tasks.Select(task =>
            new ReportRow.TaskPictures(task.PaintPrediction(row, images[0]), task.PaintTruth(row, images[0])))]);
    }

    private static Func<byte[]> FrameReader(DataViewRow row, DataViewSchema.Column frame)
    {
        if (((VectorDataViewType)frame.Type).ItemType.RawType == typeof(byte))
            return PixelValues.Reader<byte>(row, frame);
        var values = PixelValues.Reader<float>(row, frame);
        return () => Array.ConvertAll(values(), value => (byte)Math.Clamp(MathF.Round(value), 0, 255));
    }
}
