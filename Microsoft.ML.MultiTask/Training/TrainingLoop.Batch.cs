using Microsoft.ML.MultiTask.Batches;
using Microsoft.ML.MultiTask.Combiners;
using Microsoft.ML.MultiTask.Networks;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Training;

/// <content>What happens to one batch.</content>
internal sealed partial class TrainingLoop
{
    /// <summary>The losses of one batch, and their gradients, which the step collects.</summary>
    /// <returns>
    /// What the combiner saw; null, and nothing changed, where the batch has no label for any task, or a loss or gradient is not finite. The
    /// caller disposes it.
    /// </returns>
    private NetworkStep? Backward(HostBatch hostBatch, EpochProgress progress, int epoch)
    {
        int[] labelled = [.. Enumerable.Range(0, _tasks.Count).Where(t => hostBatch.IsLabelled[t])];
        if (labelled.Length == 0) return null;

        var batch = DeviceBatch.From(hostBatch, _model.Device);
        state.Optimizers.ZeroGradients();
        _statistics.Keep();
        var features = Encode(batch.Frames);                                               // per level [S*N, C, h, w]
        var outputs = _model.Decode(features);                                             // per task [N, C, H, W]
        var losses = Losses(outputs, batch, labelled);                                     // [n] scalars
        var values = labelled.Zip(TrainingStep.Numbers(stack(losses))).ToDictionary(p => p.First, p => p.Second);      // sync point
        foreach (var (task, value) in values)
            if (!double.IsFinite(value))
                return Skip(progress, epoch, FormattableString.Invariant($"The loss of task '{_tasks[task].Name}' became {value}"));

        int[] active = [.. labelled.Where(t => HasLoss(t, values[t], epoch) && parts.Learns(t))];
        var weights = labelled.ToDictionary(t => t, _ => 0.0);
        if (active.Length == 0)
        {
            _step.Add(values, weights, active);
            return null;
        }
        var taken = new NetworkStep(parts, features, [.. active.Select(t => losses[Array.IndexOf(labelled, t)])], active,
            lossesNow: () => LossesNow(batch, active), metrics: i => Metrics(outputs, hostBatch, active[i]));
        CombinedLoss combined;                                                             // weights [n], shared gradient
        try
        {
            combined = state.Combiner.Combine(taken);
        }
        catch (NonFiniteGradientException e)
        {
            taken.Dispose();
            return Skip(progress, epoch, e.Message.TrimEnd('.'));
        }
        taken.Backward(combined);
        if (state.Optimizers.NonFinitePart(active) is { } part)
        {
            taken.Dispose();
            return Skip(progress, epoch, $"The gradient of the network's part '{part}' is not finite");
        }
        _position.SkippedInARow = 0;
        foreach (var (t, weight) in active.Zip(combined.ReportedWeights))
            weights[t] = weight;
        _step.Add(values, weights, active);
        return taken;
    }

    /// <summary>Leaves a step out: puts back what the forward pass changed.</summary>
    /// <exception cref="InvalidOperationException">It is one more in a row than the options allow.</exception>
    private NetworkStep? Skip(EpochProgress progress, int epoch, string reason)
    {
        using (no_grad())
            _statistics.Restore();
        string text = FormattableString.Invariant($"{reason} in epoch {epoch}, step {progress.Steps + progress.SkippedSteps}");
        const string Help = "A lower learning rate or GradientClipNorm may help; check the labels' range, too.";
        if (++_position.SkippedInARow > options.MaxSkippedSteps)
            throw new InvalidOperationException(options.MaxSkippedSteps == 0 ? $"{text}. {Help}"
                : $"{text}, after {options.MaxSkippedSteps} such steps in a row (option 'MaxSkippedSteps'). {Help}");
        if (progress.SkippedSteps++ == 0) warn($"{text}. Such steps are left out and counted. {Help}");
        return null;
    }

    /// <summary>Whether a task takes part in a step: not where its loss is 0, which would stop the others in a product or quotient of losses.</summary>
    private bool HasLoss(int task, double loss, int epoch)
    {
        if (Math.Abs(loss) >= LossMath.SmallestLoss) return true;
        if (!_hadNoLoss[task])
            warn($"The loss of task '{_tasks[task].Name}' is 0 in epoch {epoch}. It takes no part in such steps, and weighs 0. Are its labels of one class?");
        _hadNoLoss[task] = true;
        return false;
    }

    private FeaturePyramid Encode(Tensor frames)
    {
        if (!parts.IsEncoderFrozen) return _model.Encode(frames);
        using var noGradients = no_grad();
        return _model.Encode(frames);
    }

    private Tensor[] Losses(IReadOnlyList<Tensor> outputs, DeviceBatch batch, int[] active) =>
        [.. active.Select(t => _tasks[t].CheckedLoss(outputs[t], batch.Labels[t]!))];

    private Tensor LossesNow(DeviceBatch batch, int[] active)
    {
        using var noGradients = no_grad();
        return stack(Losses(_model.Forward(batch.Frames), batch, active)).cpu();           // sync point
    }

    private Dictionary<string, double> Metrics(IReadOnlyList<Tensor> outputs, HostBatch batch, int task)
    {
        using var noGradients = no_grad();
        var metric = _tasks[task].CreateMetric();
        metric.Update(_tasks[task].CheckedPrediction(outputs[task]).cpu(), batch.Labels[task].narrow(0, 0, batch.Rows));     // sync point
        return metric.Compute().Values.ToDictionary(v => v.Key, v => v.Value);
    }
}
