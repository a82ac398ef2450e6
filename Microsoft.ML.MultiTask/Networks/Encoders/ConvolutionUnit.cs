using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Networks.Encoders;

/// <summary>
/// The unit that a residual network is made of: convolution, batch normalisation, then, where there is one, the sum with a shortcut,
/// then, where wanted, ReLU. Either as it is trained or folded into one convolution, which is how it scores.
/// </summary>
internal abstract class ConvolutionUnit
{
    /// <param name="x">float32 or bfloat16 [N, C, H, W]; channels last is fastest.</param>
    /// <param name="relu">Whether negative values become 0 at the end.</param>
    /// <param name="shortcut">What is added before that, like the result; or null.</param>
    /// <returns>[N, C', H/stride, W/stride], of the element type of <paramref name="x"/>; the caller's dispose scope owns it.</returns>
    internal abstract Tensor Forward(Tensor x, bool relu, Tensor? shortcut = null);

    /// <summary>The same with ReLU for a result that has two users: each takes one of the two, which may be one tensor.</summary>
    internal virtual (Tensor Y, Tensor Again) ForwardTwice(Tensor x, Tensor shortcut)
    {
        var y = Forward(x, relu: true, shortcut);
        return (y, y);
    }

    /// <summary>The unit in evaluation, as one convolution.</summary>
    /// <param name="type">The element type to compute in.</param>
    internal abstract FoldedConvolution Fold(ScalarType type);
}
