using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

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
        using var network = new FoldedNetwork(model.Network, model.Settings.Network.Precision);
        foreach (var hostBatch in data.Read(shuffleSeed: null))
        {
            using var scope = NewDisposeScope();
            var batch = TensorBatch.From(hostBatch, model.Device);
            var outputs = network.Forward(model.Normalize(batch.Frames));
            for (int t = 0; t < metrics.Length; t++)
            {
                if (batch.Labels[t] is not { } label) continue;
                losses.Add(t, model.Tasks[t].Loss(outputs[t], label).to(ScalarType.Float64).item<double>(), batch.Rows);
                metrics[t].Update(model.Tasks[t].Predict(outputs[t]), label);
            }
        }
        return (losses.ToDictionary(), model.Tasks.Zip(metrics).ToDictionary(
            p => p.First.Name, p => (IReadOnlyDictionary<string, double>)p.Second.Compute().Values.ToDictionary(v => v.Key, v => v.Value)));
    }
}
