using Microsoft.ML.Data;
using Microsoft.ML.MultiTask.Batches;
using Microsoft.ML.MultiTask.Data.Encodings;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Scoring;

/// <summary>Evaluates predicted columns against label columns, enumerating the rows once.</summary>
internal static class MultiTaskEvaluator
{
    /// <summary>Evaluates every task whose prediction is a column of <paramref name="scored"/>.</summary>
    public static MultiTaskMetrics Evaluate(IDataView scored, EvaluationOptions options)
    {
        var tasks = Bind(scored, options);
        using (var cursor = scored.GetRowCursor(tasks.SelectMany(task => new[] { task.Predicted, task.Label })))
        {
            var columns = tasks.Select(task => (task, Read(task, cursor, task.Predicted), Read(task, cursor, task.Label))).ToArray();
            while (cursor.MoveNext())
            {
                using var scope = NewDisposeScope();
                foreach (var (task, prediction, label) in columns)
                    Update(task, prediction(), label(), cursor.Position);
            }
        }

        return new MultiTaskMetrics(tasks.Select(task => KeyValuePair.Create(task.Task.Name, Compute(task))));
    }

    private static List<EvaluatedTask> Bind(IDataView scored, EvaluationOptions options)
    {
        var schema = scored.Schema;
        var tasks = new List<EvaluatedTask>();
        foreach (var predicted in schema.Where(column => !column.IsHidden))
        {
            if (predicted.GetPredictedTask() is not { } task)
                continue;
            if (predicted.Type is not VectorDataViewType { Dimensions.Length: 2, Size: > 0 } type || !type.ItemType.Equals(task.ItemType))
                throw new ArgumentException(
                    $"Column '{predicted.Name}' must be Vector<{task.ItemType}, H, W>, but was {predicted.Type}.", nameof(scored));

            var label = schema.GetColumnOrNull(task.LabelColumnName) ?? throw new ArgumentException(
                $"Column '{task.LabelColumnName}' with the labels of task '{task.Name}' is missing. Score data that has it to evaluate.",
                nameof(scored));
            if (label.Type is not VectorDataViewType labels || !labels.ItemType.Equals(type.ItemType)
                || !labels.Dimensions.SequenceEqual(type.Dimensions))
                throw new ArgumentException(
                    $"Column '{label.Name}' must be {type} like '{predicted.Name}', but was {label.Type}.", nameof(scored));

            tasks.Add(new EvaluatedTask(task, task.CreateMetric(options), predicted, label, [1, type.Dimensions[0], type.Dimensions[1]]));
        }

        return tasks.Count > 0 ? tasks : throw new ArgumentException(
            $"The data has no predicted column (one with the annotation '{ColumnAnnotations.TaskJson}'). "
            + "Evaluate what a multi-task model's Transform returns.",
            nameof(scored));
    }

    private static void Update(EvaluatedTask task, Tensor prediction, Tensor label, long row)
    {
        try
        {
            task.Metric.Update(prediction, label);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"Row {row}, columns '{task.Predicted.Name}' and '{task.Label.Name}': {e.Message}", e);
        }
    }

    private static Func<Tensor> Read(EvaluatedTask task, DataViewRow row, DataViewSchema.Column column)
    {
        var pixels = PixelColumn.Open(row, column);
        return () =>
        {
            var tensor = empty(task.Shape, dtype: task.Task.ItemType.RawType == typeof(byte) ? ScalarType.Byte : ScalarType.Float32);
            pixels.Read(tensor.bytes);
            return tensor;
        };
    }

    private static TaskMetrics Compute(EvaluatedTask task) => task.Metric.Compute() switch
    {
        SegmentationMetrics segmentation => segmentation with { ClassNames = ColumnAnnotations.GetClassNames(task.Label) },
        var metrics => metrics,
    };

    private sealed record EvaluatedTask(
        DenseTask Task, TaskMetric Metric, DataViewSchema.Column Predicted, DataViewSchema.Column Label, long[] Shape);
}
