using System.Text.Json.Nodes;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>Semantic segmentation: one of K classes for every pixel, trained over the labelled pixels.</summary>
/// <remarks>Sistu et al., "MultiNet++", CVPR Workshops 2019, arXiv:1904.08492, equation 4.</remarks>
public class SegmentationTask : DenseTask
{
    internal SegmentationTask(int classCount, IReadOnlyList<float>? classWeights, SegmentationLoss loss, string name, string? labelColumnName)
        : base(name, labelColumnName)
    {
        if (classCount is < 2 or > Ignore)
            throw new ArgumentOutOfRangeException(
                nameof(classCount), $"'{nameof(classCount)}' of task '{name}' must be 2 to {Ignore}, but was {classCount}.");
        if (classWeights is not null && (classWeights.Count != classCount || classWeights.Any(w => !(w > 0) || !float.IsFinite(w))))
            throw new ArgumentException(
                $"'{nameof(classWeights)}' of task '{name}' must be {classCount} positive numbers, but was [{Text(classWeights)}].",
                nameof(classWeights));
        ClassCount = classCount;
        ClassWeights = classWeights?.ToArray();
        SegmentationLoss = loss;
    }

    /// <summary>K, the number of classes; labels are 0 to K-1, or <see cref="DenseTask.Ignore"/>.</summary>
    public int ClassCount { get; }

    /// <summary>The weight of each class in the loss, [K]; null for equal weights.</summary>
    public IReadOnlyList<float>? ClassWeights { get; }

    /// <summary>The loss.</summary>
    public SegmentationLoss SegmentationLoss { get; }

    /// <inheritdoc/>
    public override int OutputChannels => ClassCount;

    /// <inheritdoc/>
    public override int LabelLimit => ClassCount;

    /// <inheritdoc/>
    public override LossForm LossForm => LossForm.Classification;

    /// <inheritdoc/>
    public override PrimitiveDataViewType ItemType => NumberDataViewType.Byte;

    /// <inheritdoc/>
    protected override string Kind => nameof(Segmentation);

    /// <inheritdoc/>
    protected override JsonObject Settings
    {
        get
        {
            JsonObject settings = new() { ["classCount"] = ClassCount, ["loss"] = SegmentationLoss.ToJson() };
            if (ClassWeights is not null)
                settings["classWeights"] = new JsonArray([.. ClassWeights.Select(w => JsonValue.Create(w))]);
            return settings;
        }
    }

    /// <inheritdoc/>
    public override Tensor Loss(Tensor output, Tensor label)
    {
        using var scope = NewDisposeScope();
        var weights = ClassWeights is null ? null : tensor(ClassWeights.ToArray()).to(output.device, non_blocking: true);
        var classes = label.to(ScalarType.Int64);                                                // [N, H, W]
        return SegmentationLoss.Of(output, classes, weights).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor Predict(Tensor output)
    {
        using var scope = NewDisposeScope();
        var (_, classes) = output.max(1);                                    // int64 [N, H, W]; argmax takes 5 to 14 times as long on a CPU
        return classes.to(ScalarType.Byte).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override TaskMetric CreateMetric() => new SegmentationMetric(ClassCount);

    internal static SegmentationTask FromSettings(string name, string label, JsonObject settings) =>
        new((int)settings["classCount"]!, WeightsFrom(settings), LossFrom(settings), name, label);

    private protected static float[]? WeightsFrom(JsonObject settings) =>
        settings["classWeights"]?.AsArray().Select(w => (float)w!).ToArray();

    private protected static SegmentationLoss LossFrom(JsonObject settings) => SegmentationLoss.FromJson(settings["loss"]!.AsObject());

    private static string Text(IEnumerable<float> weights) =>
        string.Join(", ", weights.Select(w => FormattableString.Invariant($"{w}")));
}
