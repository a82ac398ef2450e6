using System.Text.Json.Nodes;
using Microsoft.ML.MultiTask.Kernels;
using Microsoft.ML.MultiTask.Tasks;
using Microsoft.ML.MultiTask.Tasks.Depth;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>The loss of a depth task. Immutable; saved with the model.</summary>
/// <remarks>e is the error of a labelled pixel, prediction minus label, in the loss's <see cref="Space"/>.</remarks>
public abstract record DepthLoss
{
    private protected DepthLoss(DepthSpace space) => Space = OptionCheck.Defined(space);

    /// <summary>What the decoder emits.</summary>
    public DepthSpace Space { get; }

    /// <summary>Huber: e² / 2 up to |e| = δ, δ · (|e| - δ / 2) beyond, averaged over pixels (MultiNet++, equation 5). The default, with δ = 1.</summary>
    /// <param name="delta">δ, in units of the training target; positive. Small values make it δ times L1.</param>
    /// <param name="space">What the decoder emits.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static DepthLoss Huber(double delta = 1, DepthSpace space = DepthSpace.Linear) => new HuberDepthLoss(OptionCheck.Positive(delta), space);

    /// <summary>
    /// BerHu, the reverse of Huber: |e| up to c, (e² + c²) / 2c beyond, averaged over pixels, with c a share of the batch's largest |e|.
    /// </summary>
    /// <remarks>Laina et al., "Deeper Depth Prediction with Fully Convolutional Residual Networks", 3DV 2016, arXiv:1606.00373, equation 1.</remarks>
    /// <param name="share">c / max |e|, in (0, 1]; 0.2 in the paper.</param>
    /// <param name="space">What the decoder emits.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static DepthLoss BerHu(double share = 0.2, DepthSpace space = DepthSpace.Linear) =>
        new BerHuDepthLoss(OptionCheck.Within(OptionCheck.Positive(share), 0, 1, nameof(share)), space);

    /// <summary>
    /// Scale-invariant: mean(e²) - λ · mean(e)² of each image in <see cref="DepthSpace.Logarithmic"/>, averaged over images. With λ = 1 a
    /// factor on all depths of an image costs nothing.
    /// </summary>
    /// <remarks>
    /// Eigen, Puhrsch, Fergus, "Depth Map Prediction from a Single Image using a Multi-Scale Deep Network", NIPS 2014, arXiv:1406.2283,
    /// equation 4.
    /// </remarks>
    /// <param name="lambda">λ, in [0, 1]; 0.5 in the paper.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lambda"/> is out of its range.</exception>
    public static DepthLoss ScaleInvariant(double lambda = 0.5) => new ScaleInvariantDepthLoss(OptionCheck.Within(lambda, 0, 1));

    /// <summary>The loss of one batch.</summary>
    /// <param name="error">float32 [N, H, W], in units of the training target; 0 where there is no label.</param>
    /// <param name="known">bool [N, H, W], where there is one; at least one is.</param>
    /// <returns>A scalar, owned by the caller's dispose scope.</returns>
    internal abstract Tensor Of(Tensor error, Tensor known);

    /// <summary>What <see cref="FromJson"/> creates the same loss from.</summary>
    internal abstract JsonObject ToJson();

    /// <exception cref="InvalidDataException">It is no description of a loss.</exception>
    internal static DepthLoss FromJson(JsonObject json)
    {
        var space = Enum.Parse<DepthSpace>((string?)json["space"] ?? nameof(DepthSpace.Linear));
        return (string?)json["kind"] switch
        {
            HuberDepthLoss.Kind => Huber((double)json["delta"]!, space),
            BerHuDepthLoss.Kind => BerHu((double)json["share"]!, space),
            ScaleInvariantDepthLoss.Kind => ScaleInvariant((double)json["lambda"]!),
            var other => throw new InvalidDataException($"There is no depth loss '{other}'. Was the model made by a later version?"),
        };
    }

    /// <summary>What the decoder should emit for depths, in units of the training target.</summary>
    /// <param name="meters">Positive where known; anything elsewhere.</param>
    /// <param name="targetScale">s.</param>
    internal Tensor Target(Tensor meters, double targetScale)
    {
        using var scope = NewDisposeScope();
        var target = Space switch
        {
            DepthSpace.Logarithmic => meters.log(),
            DepthSpace.Inverse => meters.reciprocal(),
            _ => meters,
        };
        return target.Scaled(targetScale).MoveToOuterDisposeScope();
    }

    /// <summary>The depths that a decoder's output stands for, metres.</summary>
    /// <param name="output">In units of the training target.</param>
    /// <param name="targetScale">s.</param>
    /// <param name="farthest">The farthest depth to predict, metres.</param>
    internal Tensor Meters(Tensor output, double targetScale, double farthest)
    {
        using var scope = NewDisposeScope();
        var scaled = output.Scaled(1 / targetScale);
        var meters = Space switch
        {
            DepthSpace.Logarithmic => scaled.AtMost(Math.Log(farthest)).exp(),
            DepthSpace.Inverse => scaled.AtLeast(1 / farthest).reciprocal(),
            _ => scaled.AtLeast(0).AtMost(farthest),
        };
        return meters.MoveToOuterDisposeScope();
    }
}
