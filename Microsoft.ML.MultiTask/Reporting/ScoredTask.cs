using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask;

/// <summary>A task whose predictions are a column of scored data.</summary>
internal sealed class ScoredTask
{
    internal ScoredTask(DataViewSchema.Column predicted, TrainingReport report)
    {
        ReadOnlyMemory<char> json = default;
        predicted.Annotations.GetValue(ColumnAnnotations.DenseTask, ref json);
        Predicted = predicted;
        Task = DenseTask.FromJson(json.ToString());
        Colors = TaskColors.For(Task, ColumnAnnotations.GetClassNames(predicted), report.Near, report.Far);
    }

    internal DenseTask Task { get; }

    internal DataViewSchema.Column Predicted { get; }

    internal TaskColors Colors { get; }

    /// <summary>The current row's prediction or label as a picture; null where nothing is labelled.</summary>
    internal RgbImage? Paint(DataViewRow row, DataViewSchema.Column column, RgbImage frame)
    {
        var pixels = Array.CreateInstance(Task.ItemType.RawType, frame.Height * frame.Width);
        var labelOf = column.Name == Task.LabelColumnName ? Task : null;
        if (!PixelColumn.Open(row, column, labelOf).Read(pixels, 0)) return null;
        return (pixels, Task) switch
        {
            (byte[] classes, MotionTask) => Colors.PaintOver(classes, frame),
            (byte[] classes, _) => Colors.Paint(classes, frame.Height, frame.Width),
            _ => Colors.Paint((float[])pixels, frame.Height, frame.Width),
        };
    }
}
