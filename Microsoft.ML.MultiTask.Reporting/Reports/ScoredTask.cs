using Microsoft.ML.MultiTask.Reporting.Rows;

namespace Microsoft.ML.MultiTask.Reporting.Reports;

/// <summary>A task with a column of predictions in scored data.</summary>
internal sealed class ScoredTask
{
    private ScoredTask(DenseTask task, DataViewSchema.Column predicted, TrainingReport report)
    {
        (Task, Predicted) = (task, predicted);
        Label = report.Scored?.Schema.GetColumnOrNull(task.LabelColumnName);
        Colors = TaskColors.For(task, predicted.GetClassNames(), report.Near, report.Far);
    }

    internal DenseTask Task { get; }

    internal DataViewSchema.Column Predicted { get; }

    /// <summary>The column with the truth; null if the data has none.</summary>
    internal DataViewSchema.Column? Label { get; }

    internal TaskColors Colors { get; }

    /// <summary>The task whose predictions a column holds; null for any other column.</summary>
    internal static ScoredTask? Find(DataViewSchema.Column column, TrainingReport report) =>
        column.GetPredictedTask() is { } task ? new ScoredTask(task, column, report) : null;

    /// <summary>The current row's prediction as a picture.</summary>
    internal RgbImage PaintPrediction(DataViewRow row, RgbImage frame) => Read(row, Predicted, frame).Picture;

    /// <summary>The current row's label as a picture; null if no pixel is labelled.</summary>
    internal RgbImage? PaintTruth(DataViewRow row, RgbImage frame) =>
        Label is { } label && Read(row, label, frame) is { IsLabelled: true } truth ? truth.Picture : null;

    private (RgbImage Picture, bool IsLabelled) Read(DataViewRow row, DataViewSchema.Column column, RgbImage frame)
    {
        int channels = Task.TargetChannels;                          // their pictures stand below one another
        if (Task.ItemType.RawType != typeof(byte))
        {
            var quantities = PixelValues.Reader<float>(row, column)();
            var painted = channels == 1 ? quantities : Array.ConvertAll(quantities, Math.Abs);
            return (Colors.Paint(painted, channels * frame.Height, frame.Width), quantities.Any(Task.IsLabelled));
        }
        var classes = PixelValues.Reader<byte>(row, column)();
        CheckClasses(classes, column.Name, row.Position);
        return (
            Task is MotionTask ? Colors.PaintOver(classes, frame) : Colors.Paint(classes, channels * frame.Height, frame.Width),
            classes.AsSpan().ContainsAnyExcept(DenseTask.Ignore));
    }

    private void CheckClasses(byte[] classes, string column, long row)
    {
        var wrong = Task.LabelLimit < DenseTask.Ignore
            ? classes.AsSpan().IndexOfAnyInRange((byte)Task.LabelLimit, (byte)(DenseTask.Ignore - 1))
            : -1;
        if (wrong >= 0)
            throw new InvalidDataException(
                $"Column '{column}', row {row}: class ids must be 0 to {Task.LabelLimit - 1}, or {DenseTask.Ignore} for unlabelled, but a "
                + $"pixel had {classes[wrong]}.");
    }
}
