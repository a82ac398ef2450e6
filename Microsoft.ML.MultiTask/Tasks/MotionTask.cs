using System.Text.Json.Nodes;

namespace Microsoft.ML.MultiTask;

/// <summary>Motion segmentation: static (0) or moving in the world (1) for every pixel. The camera's own motion does not count.</summary>
public sealed class MotionTask : PixelClassificationTask
{
    internal const string KindName = "Motion";

    internal MotionTask(IReadOnlyList<float>? classWeights, string name, string? labelColumnName)
        : base(classCount: 2, classWeights, name, labelColumnName) { }

    /// <inheritdoc/>
    protected override string Kind => KindName;

    /// <inheritdoc/>
    public override TaskMetric CreateMetric() => new MotionMetric();

    internal static MotionTask FromSettings(string name, string label, JsonObject settings) =>
        new(WeightsFrom(settings), name, label);
}
