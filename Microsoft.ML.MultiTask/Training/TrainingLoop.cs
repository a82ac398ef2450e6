using System.Diagnostics;
using Microsoft.ML.MultiTask.Batches;
using Microsoft.ML.MultiTask.Combiners;
using Microsoft.ML.MultiTask.Networks;
using Microsoft.ML.MultiTask.Pipeline.Augmentation;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Training;

/// <summary>
/// The one place where batches, network, task losses, combiner and optimizer meet. It knows tasks and combiners by their base classes only.
/// </summary>
internal sealed class TrainingLoop(
    TrainingState state, NetworkParts parts, MultiNetPlusPlusOptions options, CheckpointFolder? checkpoints, Action<string> log,
    Action<string> warn) : IDisposable
{
    private readonly MultiTaskModel _model = state.Model;
    private readonly IReadOnlyList<DenseTask> _tasks = state.Model.Tasks;
    private readonly TrainingPosition _position = state.Position;
    private readonly RunningStatistics _statistics = new(state.Model.Network);
    private readonly bool[] _hadNoLoss = new bool[state.Model.Tasks.Count];             // tasks whose loss of 0 has been reported

    private bool IsCancelled => options.CancellationToken.IsCancellationRequested;

    /// <summary>Begins to read the rows of the epoch in progress, as transforms augment them for it.</summary>
    internal static BatchPass StartEpoch(BatchReader training, MultiNetPlusPlusOptions options, TrainingPosition position)
    {
        using var read = TrainingRead.Begin(position.Seed, position.Epochs.Count);         // flows to the loader threads
        return training.Open(options.ShufflesRows ? HashCode(position.Seed, position.Epochs.Count) : null, position.Current.Rows).Start();
    }

    /// <summary>Trains the model in place.</summary>
    /// <param name="training">The rows to learn from.</param>
    /// <param name="firstPass">Their first pass, which <see cref="StartEpoch"/> has begun; disposed after its epoch.</param>
    /// <param name="validation">The rows to measure on after each epoch, or null.</param>
    internal TrainingHistory Run(BatchReader training, BatchPass? firstPass, BatchReader? validation)
    {
        EpochRecord? interrupted = null;
        for (; _position.End is null; firstPass = null)
        {
            using var pass = firstPass ?? StartEpoch(training, options, _position);
            interrupted = RunEpoch(pass, validation);
            if (checkpoints is not null && (_position.End is not null || checkpoints.IsDueAfterEpoch(_position.Epochs.Count)))
                checkpoints.Save(state);
        }
        state.Best.Restore();
        return new TrainingHistory
        {
            Combiner = state.Combiner.Combiner.Name,
            CombinerState = state.Combiner.GetState(),
            Tasks = [.. _tasks.Select(task => task.Name)],
            Seed = _position.Seed,
            Epochs = interrupted is null ? [.. _position.Epochs] : [.. _position.Epochs, interrupted],
            BestEpoch = _position.BestEpoch ?? _position.Epochs.Count - (interrupted is null ? 1 : 0),
            End = _position.End!.Value,
        };
    }

    public void Dispose() => _statistics.Dispose();

    /// <summary>Trains to the end of the epoch in progress, and moves the position there.</summary>
    /// <returns>The record of the epoch where it was cancelled before its end: the position is then within it. Otherwise null.</returns>
    private EpochRecord? RunEpoch(BatchPass pass, BatchReader? validation)
    {
        var watch = Stopwatch.StartNew();
        var (progress, index) = (_position.Current, _position.Epochs.Count);
        double secondsBefore = progress.Seconds;
        Train(pass, progress, index, () => secondsBefore + watch.Elapsed.TotalSeconds);

        bool isCancelled = IsCancelled;                                                    // asked once: what is measured below counts
        if (!isCancelled) CheckRows(progress, index);
        var result = validation is null || isCancelled ? null : Validator.Run(_model, validation, options.CancellationToken);
        isCancelled |= validation is not null && result is null;
        progress.Seconds = secondsBefore + watch.Elapsed.TotalSeconds;
        var record = progress.ToRecord(index, _tasks, result);
        if (!isCancelled)
        {
            state.Combiner.EndEpoch(progress.Losses.Compute());
            _position.TotalRows = progress.Rows;
            _position.Epochs.Add(record);
            _position.Current = new EpochProgress(_tasks.Count);
            _position.End = result is not null && state.Best.Offer(_position, record, result.Labelled) ? TrainingEnd.StoppedEarly
                : _position.Epochs.Count >= options.Epochs ? TrainingEnd.Completed : null;
        }
        options.OnEpoch?.Invoke(record);
        log(Describe(record));
        if (IsCancelled) _position.End ??= TrainingEnd.Cancelled;
        return isCancelled ? record : null;
    }

    private void Train(BatchPass pass, EpochProgress progress, int epoch, Func<double> seconds)
    {
        var labels = epoch == 0 && progress.Rows == 0 ? new SingleClassLabels(_tasks) : null;
        parts.Train();
        if (progress.Rows == 0) state.Combiner.BeginEpoch(epoch);
        var watch = Stopwatch.StartNew();
        var idleSince = watch.Elapsed;
        foreach (var hostBatch in pass.Batches(options.CancellationToken))
        {
            if (IsCancelled) return;
            double wait = (watch.Elapsed - idleSince).TotalSeconds;
            labels?.Look(hostBatch);
            Train(hostBatch, progress, epoch, wait);
            // TorchSharp leaves small native objects to finalizers. Until those run, they lie between the feature maps and split the memory of
            // the next step's; a collection of a step's few objects takes less than a millisecond.
            GC.Collect(0);
            progress.Seconds = seconds();
            if (checkpoints?.IsDueAfterStep(_position.Steps) == true) checkpoints.Save(state);
            idleSince = watch.Elapsed;
        }
        if (IsCancelled) return;
        foreach (var warning in labels?.Describe() ?? [])
            warn(warning);
    }

    private void Train(HostBatch hostBatch, EpochProgress progress, int epoch, double wait)
    {
        var watch = Stopwatch.StartNew();
        using var scope = NewDisposeScope();                                               // every tensor of the step dies here
        double total = Math.Max(_position.TotalRows, 1);
        progress.LearningRate = options.LearningRate * options.Schedule.FactorAt(
            epoch + Math.Min(1, progress.Rows / total), Math.Min(1, hostBatch.Rows / total), options.Epochs);
        progress.Rows += hostBatch.Rows;
        progress.WaitSeconds += wait;
        if (Step(hostBatch, progress, epoch) is not var (losses, weights)) return;
        foreach (var (task, loss) in losses)
            progress.Losses.Add(task, loss);
        foreach (var (task, weight) in weights)
            progress.Weights.Add(task, weight);
        options.OnStep?.Invoke(new StepProgress(epoch, progress.Steps, progress.Rows, _position.TotalRows, ByName(losses), ByName(weights),
            progress.LearningRate, watch.Elapsed.TotalSeconds, wait));
        progress.Steps++;
        _position.Steps++;
    }

    /// <summary>One optimizer step.</summary>
    /// <returns>
    /// By task the losses and weights; null, and nothing moved, where the batch has no label for any task, or a loss or gradient is not finite.
    /// </returns>
    private (Dictionary<int, double> Losses, Dictionary<int, double> Weights)? Step(HostBatch hostBatch, EpochProgress progress, int epoch)
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
        if (active.Length == 0) return (values, weights);
        using var taken = new NetworkStep(parts, features, [.. active.Select(t => losses[Array.IndexOf(labelled, t)])], active,
            lossesNow: () => LossesNow(batch, active), metrics: i => Metrics(outputs, hostBatch, active[i]));
        CombinedLoss combined;                                                             // weights [n], shared gradient
        try
        {
            combined = state.Combiner.Combine(taken);
        }
        catch (NonFiniteGradientException e)
        {
            return Skip(progress, epoch, e.Message.TrimEnd('.'));
        }
        taken.Backward(combined);
        if (state.Optimizers.NonFinitePart(active) is { } part)
            return Skip(progress, epoch, $"The gradient of the network's part '{part}' is not finite");
        state.Optimizers.Step(active, progress.LearningRate, options.GradientClipNorm);
        state.Combiner.AfterStep(taken);
        _position.SkippedInARow = 0;
        foreach (var (t, weight) in active.Zip(combined.ReportedWeights))
            weights[t] = weight;
        return (values, weights);
    }

    /// <summary>Leaves a step out: puts back what the forward pass changed.</summary>
    /// <exception cref="InvalidOperationException">It is one more in a row than the options allow.</exception>
    private (Dictionary<int, double>, Dictionary<int, double>)? Skip(EpochProgress progress, int epoch, string reason)
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

    private void CheckRows(EpochProgress progress, int epoch)
    {
        if (progress.Rows == 0)
            throw new InvalidOperationException("The training data has no rows.");
        if (progress.Steps + progress.SkippedSteps == 0)
            throw new InvalidOperationException($"None of the training data's {progress.Rows} rows has a label for any of the tasks "
                + $"{string.Join(", ", _tasks.Select(t => t.Name))}.");
        if (progress.Steps == 0)
            throw new InvalidOperationException(
                $"No step of epoch {epoch} could be taken: a loss or gradient was not finite in all of its {progress.SkippedSteps} steps.");
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

    private Dictionary<string, double> ByName(Dictionary<int, double> values) => values.ToDictionary(p => _tasks[p.Key].Name, p => p.Value);

    private string Describe(EpochRecord record)
    {
        var texts = _tasks.Select(task =>
        {
            var text = FormattableString.Invariant($"{task.Name} loss {record.Losses[task.Name]:G4}, weight {record.Weights[task.Name]:G4}");
            return record.ValidationLosses.TryGetValue(task.Name, out double loss)
                ? FormattableString.Invariant($"{text}, validation loss {loss:G4}") : text;
        });
        string skipped = record.SkippedSteps == 0 ? "" : $"; {record.SkippedSteps} steps left out";
        return FormattableString.Invariant($"Epoch {record.Epoch + 1}/{options.Epochs}: {string.Join("; ", texts)}{skipped}; {record.Seconds:F1} s");
    }

    private static int HashCode(int seed, int epoch) => unchecked(seed * 486187739 + epoch);
}
