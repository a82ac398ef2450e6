using System.Text.Json.Nodes;
using Microsoft.ML.Data;
using Microsoft.ML.MultiTask.Batches;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.MultiTask;

/// <summary>What segmentation and motion share: a class per pixel, cross-entropy over the labelled ones.</summary>
public abstract class PixelClassificationTask : DenseTask
{
    private protected PixelClassificationTask(int classCount, IReadOnlyList<float>? classWeights, string name, string? labelColumnName)
        : base(name, labelColumnName)
    {
        if (classCount is < 2 or > Ignore)
            throw new ArgumentOutOfRangeException(nameof(classCount), $"'{nameof(classCount)}' of task '{name}' must be 2 to {Ignore}, but was {classCount}.");
        if (classWeights is not null && (classWeights.Count != classCount || classWeights.Any(w => !(w > 0) || !float.IsFinite(w))))
            throw new ArgumentException($"'{nameof(classWeights)}' of task '{name}' must be {classCount} positive numbers, but was [{string.Join(", ", classWeights)}].", nameof(classWeights));
        ClassCount = classCount;
        ClassWeights = classWeights?.ToArray();
    }

    /// <summary>Number of classes; labels are 0 to ClassCount-1, or <see cref="DenseTask.Ignore"/>.</summary>
    public int ClassCount { get; }

    /// <summary>The weight of each class in the loss; null for equal weights.</summary>
    public IReadOnlyList<float>? ClassWeights { get; }

    /// <inheritdoc/>
    public override int OutputChannels => ClassCount;

    /// <inheritdoc/>
    public override int LabelLimit => ClassCount;

    /// <inheritdoc/>
    public override LossForm LossForm => LossForm.Classification;

    /// <inheritdoc/>
    public override PrimitiveDataViewType ItemType => NumberDataViewType.Byte;

    /// <inheritdoc/>
    protected override JsonObject Settings =>
        ClassWeights is null ? [] : new JsonObject { ["classWeights"] = new JsonArray([.. ClassWeights.Select(w => JsonValue.Create(w))]) };

    /// <inheritdoc/>
    public override Tensor Loss(Tensor output, Tensor label)
    {
        using var scope = NewDisposeScope();
        var weights = ClassWeights is null ? null : HostMemory.To(output.device, tensor(ClassWeights.ToArray()));
        var classes = label.to(ScalarType.Int64);                                                // [N, H, W]
        return F.cross_entropy(output, classes, weights, ignore_index: Ignore).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor Predict(Tensor output)
    {
        using var classes = output.argmax(1);                                                    // int64 [N, H, W]
        return classes.to(ScalarType.Byte);
    }

    private protected static float[]? WeightsFrom(JsonObject settings) =>
        settings["classWeights"]?.AsArray().Select(w => (float)w!).ToArray();
}
