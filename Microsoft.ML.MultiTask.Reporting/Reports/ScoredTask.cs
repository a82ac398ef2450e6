using Microsoft.ML.MultiTask.Batches;
using Microsoft.ML.MultiTask.Data.Encodings;

namespace Microsoft.ML.MultiTask.Reporting.Reports;

/// <summary>A task whose predictions are a column of scored data.</summary>
internal sealed class ScoredTask
{
    /// <param name="predicted">A column of which <see cref="IsPrediction"/> holds.</param>
    /// <param name="report">Its data and range of colours.</param>
    internal ScoredTask(DataViewSchema.Column predicted, TrainingReport report)
    {
        ReadOnlyMemory<char> json = default;
        predicted.Annotations.GetValue(ColumnAnnotations.TaskJson, ref json);
        Predicted = predicted;
        Task = DenseTask.FromJson(json.ToString());
        Label = report.Scored?.Schema.GetColumnOrNull(Task.LabelColumnName);
        Colors = TaskColors.For(Task, ColumnAnnotations.GetClassNames(predicted), report.Near, report.Far);
    }

    internal DenseTask Task { get; }

    internal DataViewSchema.Column Predicted { get; }

    /// <summary>The column with the truth; null where the data has none.</summary>
    internal DataViewSchema.Column? Label { get; }

    internal TaskColors Colors { get; }

    /// <summary>Whether a column holds a trained model's predictions.</summary>
    internal static bool IsPrediction(DataViewSchema.Column column) =>
        !column.IsHidden && column.Annotations.Schema.GetColumnOrNull(ColumnAnnotations.TaskJson) is not null;

    /// <summary>The current row's prediction as a picture.</summary>
    internal RgbImage PaintPrediction(DataViewRow row, RgbImage frame) => Read(row, Predicted, frame).Picture;

    /// <summary>The current row's label as a picture; null where nothing is labelled.</summary>
    internal RgbImage? PaintTruth(DataViewRow row, RgbImage frame) =>
        Label is { } label && Read(row, label, frame) is { IsLabelled: true } truth ? truth.Picture : null;

    private (RgbImage Picture, bool IsLabelled) Read(DataViewRow row, DataViewSchema.Column column, RgbImage frame)
    {
        var pixels = Array.CreateInstance(Task.ItemType.RawType, frame.Height * frame.Width);
        bool isLabelled = PixelColumn.Open(row, column, Task).Read(pixels);
        var picture = (pixels, Task) switch
        {
            (byte[] classes, MotionTask) => Colors.PaintOver(classes, frame),
            (byte[] classes, _) => Colors.Paint(classes, frame.Height, frame.Width),
            _ => Colors.Paint((float[])pixels, frame.Height, frame.Width),
        };
        return (picture, isLabelled);
    }
}
