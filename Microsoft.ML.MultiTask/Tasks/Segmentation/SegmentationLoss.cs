using System.Text.Json.Nodes;
using Microsoft.ML.MultiTask.Kernels;
using Microsoft.ML.MultiTask.Tasks;
using Microsoft.ML.MultiTask.Tasks.Segmentation;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>The loss of a segmentation: cross-entropy, and what weighs rare classes more. Immutable; saved with the model.</summary>
/// <remarks>
/// N batch, K classes, H W pixels; p(c) is the softmax of a pixel's logits for class c, t its label. Only labelled pixels count. Class weights
/// w(c) are the task's, 1 where it has none.
/// </remarks>
public abstract record SegmentationLoss
{
    private protected SegmentationLoss()
    {
    }

    /// <summary>Σ w(t) · -log p(t) / Σ w(t) (MultiNet++, equation 4). The default.</summary>
    public static SegmentationLoss CrossEntropy { get; } = new CrossEntropyLoss();

    /// <summary>
    /// Focal loss: cross-entropy in which a pixel counts the less the better it is predicted, Σ w(t) · (1 - p(t))^γ · -log p(t) / Σ w(t).
    /// </summary>
    /// <remarks>
    /// Lin et al., "Focal Loss for Dense Object Detection", ICCV 2017, arXiv:1708.02002, equation 5, with α the class weights.
    /// Deviation: the mean over pixels, not the sum over objects. With γ = 0 it is cross-entropy.
    /// </remarks>
    /// <param name="gamma">γ, dimensionless; 0 or more, 2 in the paper.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="gamma"/> is negative or not finite.</exception>
    public static SegmentationLoss Focal(double gamma = 2) => new FocalLoss(OptionCheck.NotNegative(gamma));

    /// <summary>
    /// Dice loss, 1 - 2 Σ p g / (Σ p² + Σ g²) with g 1 in the pixels of the class and 0 elsewhere, averaged over the classes that occur in
    /// the batch by their weights: every class counts the same, however few pixels it has.
    /// </summary>
    /// <remarks>
    /// Milletari et al., "V-Net", 3DV 2016, arXiv:1606.04797, section 3. Deviations: several classes; no class that does not occur.
    /// </remarks>
    public static SegmentationLoss Dice { get; } = new DiceLoss();

    /// <summary>
    /// Lovász-Softmax, a convex surrogate of 1 - IoU, averaged over the classes that occur in the batch by their weights.
    /// </summary>
    /// <remarks>
    /// Berman et al., "The Lovász-Softmax Loss", CVPR 2018, arXiv:1705.08790, equations 8 and 9, algorithm 1, over the batch. It sorts all
    /// labelled pixels once per class that occurs.
    /// </remarks>
    public static SegmentationLoss Lovasz { get; } = new LovaszLoss();

    /// <summary>This loss plus a multiple of another, such as <c>SegmentationLoss.CrossEntropy.Plus(SegmentationLoss.Dice)</c>.</summary>
    /// <param name="other">The loss to add.</param>
    /// <param name="weight">What it is multiplied by; positive, default 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="weight"/> is not positive.</exception>
    public SegmentationLoss Plus(SegmentationLoss other, double weight = 1)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new SummedLoss(this, other, OptionCheck.Positive(weight));
    }

    /// <summary>The loss of one batch.</summary>
    /// <param name="logits">float32 [N, K, H, W].</param>
    /// <param name="label">int64 [N, H, W], 0 to K-1 or <see cref="DenseTask.Ignore"/>; at least one pixel is labelled.</param>
    /// <param name="classWeights">float32 [K], or null.</param>
    /// <returns>A scalar, owned by the caller's dispose scope.</returns>
    internal abstract Tensor Of(Tensor logits, Tensor label, Tensor? classWeights);

    /// <summary>What <see cref="FromJson"/> creates the same loss from.</summary>
    internal abstract JsonObject ToJson();

    /// <exception cref="InvalidDataException">It is no description of a loss.</exception>
    internal static SegmentationLoss FromJson(JsonObject json) => (string?)json["kind"] switch
    {
        CrossEntropyLoss.Kind => CrossEntropy,
        FocalLoss.Kind => Focal((double)json["gamma"]!),
        DiceLoss.Kind => Dice,
        LovaszLoss.Kind => Lovasz,
        SummedLoss.Kind => FromJson(json["first"]!.AsObject()).Plus(FromJson(json["second"]!.AsObject()), (double)json["weight"]!),
        var other => throw new InvalidDataException($"There is no segmentation loss '{other}'. Was the model made by a later version?"),
    };

    /// <summary>The pixels of a batch; those without a label are rows of zeros.</summary>
    /// <returns>The softmax and the labels as 0 and 1, float32 [N·H·W, K] both; owned by the caller's dispose scope.</returns>
    private protected static (Tensor Probabilities, Tensor Targets) Pixels(Tensor logits, Tensor label)
    {
        using var scope = NewDisposeScope();
        int classes = (int)logits.shape[1];
        var flat = label.flatten().unsqueeze(1);                                             // [N·H·W, 1]
        var ids = tensor(Enumerable.Range(0, classes).Select(c => (long)c).ToArray()).to(logits.device);
        var probabilities = logits.softmax(1).permute(0, 2, 3, 1).reshape(-1, classes) * flat.Below(DenseTask.Ignore);
        var targets = flat.eq(ids).to(ScalarType.Float32);                                   // [N·H·W, K]
        return (probabilities.MoveToOuterDisposeScope(), targets.MoveToOuterDisposeScope());
    }
}
