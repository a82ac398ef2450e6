using System.Diagnostics;
using Microsoft.ML.MultiTask.Batches;
using Microsoft.ML.MultiTask.Data;
using Microsoft.ML.MultiTask.Networks;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Training;

/// <summary>
/// The one place where batches, network, task losses, combiner and optimizer meet. It knows tasks and combiners by their base classes only.
/// </summary>
internal sealed class TrainingLoop(
    MultiTaskModel model, NetworkParts parts, CombinerSession combiner, PartOptimizers optimizers, MultiNetPlusPlusOptions options,
    int seed, Action<string> log)
{
    private readonly IReadOnlyList<DenseTask> _tasks = model.Tasks;

    /// <summary>Begins to read the rows of an epoch.</summary>
    internal static BatchPass StartEpoch(BatchReader training, MultiNetPlusPlusOptions options, int seed, int epoch) =>
        training.Open(options.ShufflesRows ? HashCode(seed, epoch) : null).Start();

    /// <summary>Trains the model in place.</summary>
    /// <param name="training">The rows to learn from.</param>
    /// <param name="firstEpoch">Their first pass, which <see cref="StartEpoch"/> has begun; disposed after its epoch.</param>
    /// <param name="validation">The rows to measure on after each epoch, or null.</param>
    /// <param name="rows">The number of rows to learn from, counted before the first pass began.</param>
    internal TrainingHistory Run(BatchReader training, long rows, BatchPass firstEpoch, BatchReader? validation)
    {
        using var best = new BestWeights(model.Network, options.EarlyStopping);
        var epochs = new List<EpochRecord>();
        var end = TrainingEnd.Completed;
        for (int epoch = 0; epoch < options.Epochs && end == TrainingEnd.Completed; epoch++)
        {
            EpochRecord record;
            using (var pass = epoch == 0 ? firstEpoch : StartEpoch(training, options, seed, epoch))
                record = RunEpoch(pass, validation, epoch, ref rows);
            epochs.Add(record);
            options.OnEpoch?.Invoke(record);
            log(Describe(record));
            if (options.CancellationToken.IsCancellationRequested)
                end = TrainingEnd.Cancelled;
            else if (best.Offer(record))
                end = TrainingEnd.StoppedEarly;
        }
        return new TrainingHistory
        {
            Combiner = combiner.Combiner.Name,
            CombinerState = combiner.GetState(),
            Tasks = [.. _tasks.Select(task => task.Name)],
            Seed = seed,
            Epochs = epochs,
            BestEpoch = best.Restore() ?? epochs.Count - 1,
            End = end,
        };
    }

    private EpochRecord RunEpoch(BatchPass training, BatchReader? validation, int epoch, ref long totalRows)
    {
        var watch = Stopwatch.StartNew();
        var (losses, weights) = (new TaskMeans(_tasks), new TaskMeans(_tasks));
        int step = 0;
        long rows = 0;
        double learningRate = options.LearningRate;
        bool cancelled = false;

        model.Network.train();
        combiner.BeginEpoch(epoch);
        double waited = 0;
        var idleSince = watch.Elapsed;
        foreach (var hostBatch in training.Batches())
        {
            if (cancelled = options.CancellationToken.IsCancellationRequested) break;
            var (wait, began) = (watch.Elapsed - idleSince, watch.Elapsed);
            using var scope = NewDisposeScope();                                           // every tensor of the step dies here
            double share = Math.Min(1, (double)hostBatch.Rows / Math.Max(totalRows, 1));                  // of the epoch
            double done = Math.Min(1, (double)rows / Math.Max(totalRows, 1));
            learningRate = options.LearningRate * options.Schedule.FactorAt(epoch + done, share, options.Epochs);
            rows += hostBatch.Rows;
            waited += wait.TotalSeconds;
            if (Step(hostBatch, epoch, step, learningRate) is { } taken)                        // null where no task has a label
            {
                losses.Add(taken.Losses);
                weights.Add(taken.Weights);
                options.OnStep?.Invoke(new StepProgress(epoch, step, rows, totalRows, taken.Losses, taken.Weights, learningRate,
                    (watch.Elapsed - began).TotalSeconds, wait.TotalSeconds));
                step++;
            }
            // TorchSharp leaves small native objects to finalizers. Until those run, they lie between the feature maps and split the memory of
            // the next step's; a collection of a step's few objects takes less than a millisecond.
            GC.Collect(0);
            idleSince = watch.Elapsed;
        }
        if (rows == 0 && !cancelled)
            throw new InvalidOperationException("The training data has no rows.");
        if (step == 0 && !cancelled)
            throw new InvalidOperationException($"None of the training data's {rows} rows has a label for any of the tasks "
                + $"{string.Join(", ", _tasks.Select(t => t.Name))}.");
        if (!cancelled)
        {
            combiner.EndEpoch(losses.Compute());
            totalRows = rows;
        }
        var (validationLosses, validationMetrics) = validation is null || cancelled ? default : Validator.Run(model, validation);
        return new EpochRecord
        {
            Epoch = epoch,
            Steps = step,
            Losses = losses.ToDictionary(),
            Weights = weights.ToDictionary(),
            ValidationLosses = validationLosses ?? new Dictionary<string, double>(),
            ValidationMetrics = validationMetrics ?? new Dictionary<string, IReadOnlyDictionary<string, double>>(),
            LearningRate = learningRate,
            Seconds = watch.Elapsed.TotalSeconds,
            WaitSeconds = waited,
        };
    }

    /// <summary>One optimizer step; null, and nothing moved, where the batch has no label for any task.</summary>
    private (IReadOnlyDictionary<string, double> Losses, IReadOnlyDictionary<string, double> Weights)? Step(
        HostBatch hostBatch, int epoch, int step, double learningRate)
    {
        int[] active = [.. Enumerable.Range(0, _tasks.Count).Where(t => hostBatch.IsLabelled[t])];
        if (active.Length == 0) return null;

        var batch = DeviceBatch.From(hostBatch, model.Device);
        optimizers.ZeroGradients();
        var features = model.Encode(batch.Frames);                                         // per level [S*N, C, h, w]
        var outputs = model.Decode(features);                                              // per task [N, C, H, W]
        using var taken = new NetworkStep(parts, features, Losses(outputs, batch, active), active,
            lossesNow: () => LossesNow(batch, active), metrics: i => Metrics(outputs, hostBatch, active[i]));      // sync point
        var lossValues = ByTask(taken.LossValues, active);
        foreach (var (name, value) in lossValues)
            if (!double.IsFinite(value))
                throw new InvalidOperationException(FormattableString.Invariant($"The loss of task '{name}' became {value} in epoch {epoch}, ")
                    + $"step {step}. A lower learning rate or GradientClipNorm may help; check the labels' range, too.");

        var combined = combiner.Combine(taken);                                            // weights [n], shared gradient
        taken.Backward(combined);
        optimizers.Step(active, learningRate, options.GradientClipNorm);
        combiner.AfterStep(taken);
        return (lossValues, ByTask(combined.ReportedWeights, active));
    }

    private Tensor[] Losses(IReadOnlyList<Tensor> outputs, DeviceBatch batch, int[] active) =>
        [.. active.Select(t => _tasks[t].CheckedLoss(outputs[t], batch.Labels[t]!))];

    private Tensor LossesNow(DeviceBatch batch, int[] active)
    {
        using var noGradients = no_grad();
        return stack(Losses(model.Forward(batch.Frames), batch, active)).cpu();            // sync point
    }

    private Dictionary<string, double> Metrics(IReadOnlyList<Tensor> outputs, HostBatch batch, int task)
    {
        using var noGradients = no_grad();
        var metric = _tasks[task].CreateMetric();
        metric.Update(_tasks[task].CheckedPrediction(outputs[task]).cpu(), batch.Labels[task].narrow(0, 0, batch.Rows));     // sync point
        return metric.Compute().Values.ToDictionary(v => v.Key, v => v.Value);
    }

    private Dictionary<string, double> ByTask(IReadOnlyList<double> values, int[] active) =>
        active.Select((t, i) => (_tasks[t].Name, values[i])).ToDictionary(p => p.Name, p => p.Item2);

    private string Describe(EpochRecord record)
    {
        var parts = _tasks.Select(task =>
        {
            var text = FormattableString.Invariant($"{task.Name} loss {record.Losses[task.Name]:G4}, weight {record.Weights[task.Name]:G4}");
            return record.ValidationLosses.TryGetValue(task.Name, out double loss)
                ? FormattableString.Invariant($"{text}, validation loss {loss:G4}") : text;
        });
        return FormattableString.Invariant($"Epoch {record.Epoch + 1}/{options.Epochs}: {string.Join("; ", parts)}; {record.Seconds:F1} s");
    }

    private static int HashCode(int seed, int epoch) => unchecked(seed * 486187739 + epoch);
}
