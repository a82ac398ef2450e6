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
internal sealed partial class TrainingLoop(
    TrainingState state, NetworkParts parts, MultiNetPlusPlusOptions options, CheckpointFolder? checkpoints, Action<string> log,
    Action<string> warn) : IDisposable
{
    private readonly MultiTaskModel _model = state.Model;
    private readonly IReadOnlyList<DenseTask> _tasks = state.Model.Tasks;
    private readonly TrainingPosition _position = state.Position;
    private readonly RunningStatistics _statistics = new(state.Model.Network);
    private readonly StepBatches _step = new(state, options.BatchesPerStep);
    private double _stepSeconds, _waitSeconds;                                         // of the step's batches so far
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
        state.Average.Restore();
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

    public void Dispose()
    {
        _statistics.Dispose();
        _step.Dispose();
    }

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
        using var averaged = isCancelled ? null : state.Average.Use();                     // what is measured and kept as the best
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
            if (IsCancelled) break;
            double wait = (watch.Elapsed - idleSince).TotalSeconds;
            labels?.Look(hostBatch);
            Train(hostBatch, progress, epoch, wait);
            // TorchSharp leaves small native objects to finalizers. Until those run, they lie between the feature maps and split the memory of
            // the next step's; a collection of a step's few objects takes less than a millisecond.
            GC.Collect(0);
            progress.Seconds = seconds();
            if (!_step.IsOpen && checkpoints?.IsDueAfterStep(_position.Steps) == true) checkpoints.Save(state);
            idleSince = watch.Elapsed;
        }
        if (IsCancelled)
        {
            _step.Undo(progress);
            return;
        }
        if (_step.IsOpen) CompleteStep(progress, epoch, last: null);                       // the data had fewer rows than before
        foreach (var warning in labels?.Describe() ?? [])
            warn(warning);
    }

    private void Train(HostBatch hostBatch, EpochProgress progress, int epoch, double wait)
    {
        var watch = Stopwatch.StartNew();
        using var scope = NewDisposeScope();                                               // every tensor of the batch dies here
        double total = Math.Max(_position.TotalRows, 1);
        if (!_step.IsOpen)
            progress.LearningRate = options.LearningRate * options.Schedule.FactorAt(
                epoch + Math.Min(1, progress.Rows / total), Math.Min(1, hostBatch.Rows * (double)options.BatchesPerStep / total), options.Epochs);
        _step.Begin(progress);
        progress.Rows += hostBatch.Rows;
        progress.WaitSeconds += wait;
        using var taken = Backward(hostBatch, progress, epoch);
        _stepSeconds += watch.Elapsed.TotalSeconds;
        _waitSeconds += wait;
        if (_step.IsComplete || progress.Rows == _position.TotalRows)
            CompleteStep(progress, epoch, taken);
    }

    /// <summary>Takes the optimizer step of the batches since the last one.</summary>
    /// <param name="progress">The epoch's.</param>
    /// <param name="epoch">The epoch's index.</param>
    /// <param name="last">The last of them; null where it was left out.</param>
    private void CompleteStep(EpochProgress progress, int epoch, NetworkStep? last)
    {
        var watch = Stopwatch.StartNew();
        var ((losses, weights), active) = (_step.Means, _step.Active);
        if (active.Count > 0)
        {
            _step.TakeGradients();
            state.Optimizers.Step(active, progress.LearningRate, options.GradientClipNorm);
            if (last is not null) state.Combiner.AfterStep(last);
            state.Average.Add(_position.Steps);
        }
        double seconds = _stepSeconds + watch.Elapsed.TotalSeconds, waited = _waitSeconds;
        (_stepSeconds, _waitSeconds) = (0, 0);
        _step.End();
        if (losses.Count == 0) return;                                                     // no label, or all batches left out
        foreach (var (task, loss) in losses)
            progress.Losses.Add(task, loss);
        foreach (var (task, weight) in weights)
            progress.Weights.Add(task, weight);
        options.OnStep?.Invoke(new StepProgress(epoch, progress.Steps, progress.Rows, _position.TotalRows, ByName(losses), ByName(weights),
            progress.LearningRate, seconds, waited));
        progress.Steps++;
        _position.Steps++;
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
