using Microsoft.ML.MultiTask.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.MultiTask.Networks;

/// <summary>
/// A 2-D convolution whose weights are uninitialised until <see cref="WeightInitialization"/> or a file sets them; TorchSharp's Conv2d
/// draws initial weights that would be drawn again. Field names are torch's, because they are state-dict keys.
/// </summary>
internal sealed class ConvolutionLayer : nn.Module<Tensor, Tensor>
{
    private readonly Parameter weight;
    private readonly Parameter? bias;
    private readonly Lock _lock = new();
    private PackedConvolution? _packed;                             // made at the first input, in a layer that scores

    /// <param name="inputs">C, input channels.</param>
    /// <param name="outputs">C', output channels.</param>
    /// <param name="kernel">Kernel size, pixels: odd, or equal to the stride.</param>
    /// <param name="stride">Stride, pixels.</param>
    /// <param name="bias">Whether there is a bias.</param>
    /// <param name="groups">G, parts into which the channels are divided: inputs and outputs are multiples of it.</param>
    internal ConvolutionLayer(int inputs, int outputs, int kernel, int stride = 1, bool bias = true, int groups = 1) : base(nameof(ConvolutionLayer))
    {
        using var channelsLast = empty(outputs, kernel, kernel, inputs / groups);
        weight = new Parameter(channelsLast.permute(0, 3, 1, 2));
        this.bias = bias ? new Parameter(empty(outputs)) : null;
        (Kernel, Stride, Groups) = (kernel, stride, groups);
        RegisterComponents();
    }

    /// <summary>float32 [C', C/G, k, k], channels last.</summary>
    internal Parameter Weight => weight;

    /// <summary>float32 [C'], or null.</summary>
    internal Parameter? Bias => bias;

    internal int Kernel { get; }

    internal int Stride { get; }

    internal int Groups { get; }

    /// <summary>Distance between the inputs of neighbouring weights, pixels; 1 in a plain convolution.</summary>
    internal int Dilation { get; init; } = 1;

    /// <summary>Zeros around the input, so that the output has 1/stride of its size, pixels.</summary>
    internal int Padding => Stride == Kernel ? 0 : Kernel / 2 * Dilation;

    /// <summary>
    /// Whether the layer scores only: it has a bias, and its weights, which never change again, move into oneDNN's layout at the first input
    /// where that is possible. The layer can then be used by several threads, but neither copied nor converted.
    /// </summary>
    internal bool IsForScoring { get; set; }

    /// <param name="x">[N, C, H, W], of the weights' type, or bfloat16: float32 weights are converted.</param>
    /// <returns>[N, C', H/stride, W/stride], of the type of <paramref name="x"/>, channels last if <paramref name="x"/> is.</returns>
    public override Tensor forward(Tensor x)
    {
        if (Packed(x) is { } packed) return packed.Convolve(x, rectifies: false);
        using var scope = NewDisposeScope();
        var (w, b) = x.dtype == weight.dtype ? (weight, bias) : (weight.to(x.dtype), bias?.to(x.dtype));
        return F.conv2d(x, w, b, [Stride, Stride], [Padding, Padding], [Dilation, Dilation], Groups).MoveToOuterDisposeScope();
    }

    /// <summary>relu(convolution(x)).</summary>
    /// <returns>As <see cref="forward"/>.</returns>
    internal Tensor Rectified(Tensor x) => Packed(x) is { } packed ? packed.Convolve(x, rectifies: true) : forward(x).relu_();

    /// <summary>relu(sum + convolution(x)), which may be written over <paramref name="sum"/>.</summary>
    internal Tensor RectifySum(Tensor sum, Tensor x) => Packed(x) is { } packed ? packed.RectifySum(sum, x) : forward(x).Add(sum).relu_();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _packed?.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>The weights in oneDNN's layout, into which the first call moves them; null where it has none, or the convolution is not a plain one.</summary>
    private PackedConvolution? Packed(Tensor x)
    {
        if (!IsForScoring || Groups != 1 || Dilation != 1) return null;
        lock (_lock)
        {
            if (_packed is null && PackedConvolution.Takes(weight))
            {
                _packed = new PackedConvolution(weight, bias!, Stride, Padding, x.shape);
                weight.Dispose();
            }
            return _packed;
        }
    }
}
