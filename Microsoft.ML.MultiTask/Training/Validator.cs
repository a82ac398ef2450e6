using Microsoft.ML.MultiTask.Batches;
using Microsoft.ML.MultiTask.Networks;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Training;

/// <summary>Measures a model on labelled rows: mean loss and metrics per task.</summary>
internal static class Validator
{
    /// <returns>The losses and metrics; null where the token was cancelled.</returns>
    /// <exception cref="InvalidOperationException">There is no row, or no label of any task.</exception>
    internal static ValidationResult? Run(MultiTaskModel model, BatchReader data, CancellationToken cancellation)
    {
        var losses = new TaskMeans(model.Tasks.Count);
        var metrics = model.Tasks.Select(task => task.CreateMetric()).ToArray();
        long rows = 0;
        using var noGradients = no_grad();
        using var network = model.Fold();
        using var pass = data.Open(shuffleSeed: null);
        foreach (var hostBatch in pass.Batches(cancellation))
        {
            rows += hostBatch.Rows;
            int[] labelled = [.. Enumerable.Range(0, metrics.Length).Where(t => hostBatch.IsLabelled[t])];
            if (labelled.Length == 0) continue;
            using var scope = NewDisposeScope();
            var batch = DeviceBatch.From(hostBatch, model.Device);
            var outputs = network.forward(model.Normalize(batch.Frames));
            Tensor[] predictions = [.. labelled.Select(t => model.Tasks[t].CheckedPrediction(outputs[t]))];
            var lossesThere = stack(labelled.Select(t => model.Tasks[t].CheckedLoss(outputs[t], batch.Labels[t]!)));
            foreach (var (t, prediction, loss) in labelled.Zip(predictions, TrainingStep.Numbers(lossesThere)))      // sync point
            {
                losses.Add(t, loss, batch.Rows);
                metrics[t].Update(prediction.cpu(), hostBatch.Labels[t].narrow(0, 0, batch.Rows));
            }
        }
        if (cancellation.IsCancellationRequested)
            return null;
        if (rows == 0)
            throw new InvalidOperationException("Option 'ValidationSet' has no rows.");
        string[] names = [.. model.Tasks.Where((_, t) => losses.Counts[t] > 0).Select(task => task.Name)];
        if (names.Length == 0)
            throw new InvalidOperationException($"None of the {rows} rows of option 'ValidationSet' has a label for any of the tasks "
                + $"{string.Join(", ", model.Tasks.Select(task => task.Name))}.");
        return new ValidationResult(
            losses.ByName(model.Tasks),
            model.Tasks.Zip(metrics).ToDictionary(
                p => p.First.Name, p => (IReadOnlyDictionary<string, double>)p.Second.Compute().Values.ToDictionary(v => v.Key, v => v.Value)),
            names);
    }
}
