using Microsoft.ML.MultiTask.Batches;
using Microsoft.ML.MultiTask.Networks;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Training;

/// <summary>Measures a model on labelled rows: mean loss and metrics per task.</summary>
internal static class Validator
{
    /// <returns>By task name the loss, a mean over rows with a label (NaN where there is none), and the metrics by name.</returns>
    internal static (IReadOnlyDictionary<string, double> Losses, IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> Metrics) Run(
        MultiTaskModel model, BatchReader data)
    {
        var losses = new TaskMeans(model.Tasks);
        var metrics = model.Tasks.Select(task => task.CreateMetric()).ToArray();
        using var noGradients = no_grad();
        using var network = model.Fold();
        foreach (var hostBatch in data.Read(shuffleSeed: null))
        {
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
        return (losses.ToDictionary(), model.Tasks.Zip(metrics).ToDictionary(
            p => p.First.Name, p => (IReadOnlyDictionary<string, double>)p.Second.Compute().Values.ToDictionary(v => v.Key, v => v.Value)));
    }
}
