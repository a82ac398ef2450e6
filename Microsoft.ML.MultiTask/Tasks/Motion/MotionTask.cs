using System.Text.Json.Nodes;

namespace Microsoft.ML.MultiTask;

/// <summary>
/// Motion segmentation: a segmentation of two classes, static (0) and moving in the world (1), with metrics of its own. The camera's own
/// motion does not count.
/// </summary>
public sealed class MotionTask : SegmentationTask
{
    internal MotionTask(IReadOnlyList<float>? classWeights, SegmentationLoss loss, string name, string? labelColumnName)
        : base(classCount: 2, classWeights, loss, name, labelColumnName) { }

    /// <inheritdoc/>
    protected override string Kind => nameof(Motion);

    /// <inheritdoc/>
    public override TaskMetric CreateMetric() => new MotionMetric();

    internal static new MotionTask FromSettings(string name, string label, JsonObject settings) =>
        new(WeightsFrom(settings), LossFrom(settings), name, label);
}
