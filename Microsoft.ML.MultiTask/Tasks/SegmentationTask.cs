using System.Text.Json.Nodes;

namespace Microsoft.ML.MultiTask;

/// <summary>Semantic segmentation: one of several classes for every pixel.</summary>
public sealed class SegmentationTask : PixelClassificationTask
{
    internal const string KindName = "Segmentation";

    internal SegmentationTask(int classCount, IReadOnlyList<float>? classWeights, string name, string? labelColumnName)
        : base(classCount, classWeights, name, labelColumnName) { }

    /// <inheritdoc/>
    protected override string Kind => KindName;

    /// <inheritdoc/>
    protected override JsonObject Settings
    {
        get
        {
            var settings = base.Settings;
            settings["classCount"] = ClassCount;
            return settings;
        }
    }

    /// <inheritdoc/>
    public override TaskMetric CreateMetric() => new SegmentationMetric(ClassCount);

    internal static SegmentationTask FromSettings(string name, string label, JsonObject settings) =>
        new((int)settings["classCount"]!, WeightsFrom(settings), name, label);
}
