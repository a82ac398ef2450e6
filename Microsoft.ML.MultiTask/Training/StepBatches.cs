using Microsoft.ML.MultiTask.Networks;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Training;

/// <summary>The batches of an optimizer step: their gradients are averaged, and where training is cancelled between them, it is as if they had not been read.</summary>
/// <param name="state">What the batches change.</param>
/// <param name="perStep">Batches in a step, at least 1.</param>
internal sealed class StepBatches(TrainingState state, int perStep) : IDisposable
{
    private readonly RunningStatistics? _statistics = perStep > 1 ? new(state.Model.Network) : null;
    private readonly SortedSet<int> _active = [];
    private (long Rows, int Skipped, int SkippedInARow, IReadOnlyDictionary<string, double[]> Numbers, Dictionary<string, Tensor> Buffers) _before;
    private TaskMeans _losses = new(state.Model.Tasks.Count), _weights = new(state.Model.Tasks.Count);
    private int _read, _backward;

    /// <summary>Whether a step has begun and is not complete.</summary>
    internal bool IsOpen => _read > 0;

    /// <summary>Whether the next batch completes the step, unless it is the last of the epoch.</summary>
    internal bool IsComplete => _read >= perStep;

    /// <summary>The tasks that moved something, in order.</summary>
    internal IReadOnlyList<int> Active => [.. _active];

    /// <summary>The tasks' mean losses and weights over the batches in which they had labels; empty where none had.</summary>
    internal (Dictionary<int, double> Losses, Dictionary<int, double> Weights) Means => (_losses.ByIndex(), _weights.ByIndex());

    /// <summary>Begins a batch, and a step with its first one.</summary>
    internal void Begin(EpochProgress progress)
    {
        if (_read++ > 0 || perStep == 1) return;
        using var noGradients = no_grad();
        _statistics!.Keep();
        var combiner = state.Combiner;
        DisposeBuffers();
        _before = (progress.Rows, progress.SkippedSteps, state.Position.SkippedInARow, combiner.GetState(),
            combiner.GetBuffers().ToDictionary(pair => pair.Key, pair => pair.Value.clone().DetachFromDisposeScope()));
    }

    /// <summary>Adds what a batch gave: losses and weights by task, and the parameters' gradients where tasks took part.</summary>
    internal void Add(IReadOnlyDictionary<int, double> losses, IReadOnlyDictionary<int, double> weights, IReadOnlyList<int> active)
    {
        foreach (var (task, loss) in losses)
            _losses.Add(task, loss);
        foreach (var (task, weight) in weights)
            _weights.Add(task, weight);
        if (active.Count == 0) return;
        _backward++;
        _active.UnionWith(active);
        if (perStep > 1) state.Optimizers.CollectGradients();
    }

    /// <summary>Makes the parameters' gradients the mean over the batches.</summary>
    internal void TakeGradients()
    {
        if (perStep > 1) state.Optimizers.TakeGradients(_backward);
    }

    /// <summary>Ends the step.</summary>
    internal void End()
    {
        (_losses, _weights, _read, _backward) = (new(state.Model.Tasks.Count), new(state.Model.Tasks.Count), 0, 0);
        _active.Clear();
    }

    /// <summary>Goes back to where the open step began, if there is one.</summary>
    internal void Undo(EpochProgress progress)
    {
        if (!IsOpen || perStep == 1) return;
        using var noGradients = no_grad();
        _statistics!.Restore();
        (progress.Rows, progress.SkippedSteps, state.Position.SkippedInARow) = (_before.Rows, _before.Skipped, _before.SkippedInARow);
        state.Combiner.SetState(_before.Numbers);
        state.Combiner.SetBuffers(_before.Buffers);
        state.Optimizers.DropCollected();
        End();
    }

    public void Dispose()
    {
        _statistics?.Dispose();
        DisposeBuffers();
    }

    private void DisposeBuffers()
    {
        foreach (var tensor in _before.Buffers?.Values ?? (IEnumerable<Tensor>)[])
            tensor.Dispose();
        _before.Buffers?.Clear();
    }
}
