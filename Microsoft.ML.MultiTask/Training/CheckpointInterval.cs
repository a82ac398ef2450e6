using static Microsoft.ML.MultiTask.Tasks.OptionCheck;

namespace Microsoft.ML.MultiTask;

/// <summary>How often a checkpoint is saved. A resumed training gives the same weights whatever the interval.</summary>
public sealed record CheckpointInterval
{
    private CheckpointInterval() { }

    /// <summary>Every few epochs, after the epoch's validation.</summary>
    /// <param name="count">At least 1.</param>
    public static CheckpointInterval Epochs(int count) => new() { EpochCount = AtLeast(count, 1) };

    /// <summary>Every few training steps, counted over all epochs.</summary>
    /// <param name="count">At least 1.</param>
    public static CheckpointInterval Steps(int count) => new() { StepCount = AtLeast(count, 1) };

    /// <summary>After the first step that ends this long after the last checkpoint.</summary>
    /// <param name="count">Positive.</param>
    public static CheckpointInterval Minutes(double count) => new() { MinuteCount = Positive(count) };

    internal int? EpochCount { get; private init; }

    internal int? StepCount { get; private init; }

    internal double? MinuteCount { get; private init; }
}
