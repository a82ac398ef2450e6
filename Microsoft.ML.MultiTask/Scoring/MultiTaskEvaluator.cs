using Microsoft.ML.Data;
using Microsoft.ML.MultiTask.Batches;
using Microsoft.ML.MultiTask.Data.Encodings;
using Microsoft.ML.MultiTask.Tasks;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Scoring;

/// <summary>Evaluates predicted columns against label columns, enumerating the rows once.</summary>
internal static class MultiTaskEvaluator
{
    /// <summary>Evaluates every task whose prediction is a column of <paramref name="scored"/>.</summary>
    /// <param name="scored">The data.</param>
    /// <param name="options">How predictions are evaluated.</param>
    /// <param name="warn">Told what cannot be measured, and why.</param>
    public static MultiTaskMetrics Evaluate(IDataView scored, EvaluationOptions options, Action<string>? warn = null)
    {
        warn ??= _ => { };
        var tasks = Bind(scored, options, warn);
        long rows = 0;
        using (var cursor = scored.GetRowCursor(tasks.SelectMany(task => new[] { task.Predicted, task.Label })))
        {
            var columns = tasks.Select(task => (task, Read(task, cursor, task.Predicted), Read(task, cursor, task.Label))).ToArray();
            for (; cursor.MoveNext(); rows++)
            {
                using var scope = NewDisposeScope();
                foreach (var (task, prediction, label) in columns)
                    Update(task, prediction(), label(), cursor.Position);
            }
        }

        var metrics = new MultiTaskMetrics(tasks.Select(task => KeyValuePair.Create(task.Task.Name, Compute(task))), rows);
        foreach (var (task, measured) in metrics)
            if (metrics.ReasonForNone(measured) is { } reason)
                warn($"Nothing was measured of task '{task}': {reason}.");
        return metrics;
    }

    private static List<EvaluatedTask> Bind(IDataView scored, EvaluationOptions options, Action<string> warn)
    {
        var schema = scored.Schema;
        var tasks = new List<EvaluatedTask>();
        foreach (var predicted in schema.Where(column => !column.IsHidden))
        {
            if (predicted.GetPredictedTask() is not { } task)
                continue;
            if (predicted.Type is not VectorDataViewType { Dimensions: [.., var height, var width], Size: > 0 } type
                || !type.Equals(task.ColumnType(height, width)))
                throw new ArgumentException(
                    $"Column '{predicted.Name}' must be Vector<{task.ItemType}, {(task.TargetChannels == 1 ? "" : $"{task.TargetChannels}, ")}H, W>, but was "
                    + $"{predicted.Type}.", nameof(scored));

            var label = schema.GetColumnOrNull(task.LabelColumnName) ?? throw new ArgumentException(
                $"Column '{task.LabelColumnName}' with the labels of task '{task.Name}' is missing. Score data that has it to evaluate.",
                nameof(scored));
            if (label.Type is not VectorDataViewType labels || !labels.ItemType.Equals(type.ItemType)
                || !labels.Dimensions.SequenceEqual(type.Dimensions))
                throw new ArgumentException(
                    $"Column '{label.Name}' must be {type} like '{predicted.Name}', but was {label.Type}.", nameof(scored));

            var names = ClassNameCheck.NamesOf(task, label, warn);
            ClassNameCheck.Same(
                task, ColumnAnnotations.GetClassNames(predicted), "the network", ColumnAnnotations.GetClassNames(label), "the labels to evaluate against");
            tasks.Add(new EvaluatedTask(task, task.CreateMetric(options), predicted, label, names, task.BatchShape(1, height, width)));
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
        catch (ArgumentException e)
        {
            throw new InvalidOperationException(
                $"Task '{task.Task.Name}': its {task.Metric.GetType().Name} does not take the values of '{task.Predicted.Name}' and '{task.Label.Name}': {e.Message}", e);
        }
    }

    private static Func<Tensor> Read(EvaluatedTask task, DataViewRow row, DataViewSchema.Column column)
    {
        var pixels = PixelColumn.Open(row, column);
        return () =>
        {
            var tensor = empty(task.Shape, dtype: task.Task.TensorType);
            pixels.Read(tensor.bytes);
            return tensor;
        };
    }

    private static TaskMetrics Compute(EvaluatedTask task) => task.Metric.Compute() switch
    {
        SegmentationMetrics segmentation => segmentation with { ClassNames = task.ClassNames },
        var metrics => metrics,
    };

    private sealed record EvaluatedTask(
        DenseTask Task, TaskMetric Metric, DataViewSchema.Column Predicted, DataViewSchema.Column Label, IReadOnlyList<string> ClassNames, long[] Shape);
}
