using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.MultiTask.Networks;

/// <summary>
/// A 2-D convolution whose weights are undefined until <see cref="WeightInitialization"/> or a file sets them. TorchSharp's own draws
/// initial weights that would be drawn again. Fields are named as torch's: their names are the keys of the weights.
/// </summary>
internal sealed class ConvolutionLayer : nn.Module<Tensor, Tensor>
{
    private readonly Parameter weight;
    private readonly Parameter? bias;

    /// <param name="inputs">C, the channels of the input.</param>
    /// <param name="outputs">C', those of the output.</param>
    /// <param name="kernel">Height and width of the kernel, in pixels.</param>
    /// <param name="stride">Distance of two outputs, in pixels of the input; the input is padded so that only it makes the output smaller.</param>
    /// <param name="bias">Whether a number is added to each channel of the output.</param>
    internal ConvolutionLayer(int inputs, int outputs, int kernel, int stride = 1, bool bias = true) : base(nameof(ConvolutionLayer))
    {
        using var pixelsFirst = empty(outputs, kernel, kernel, inputs);      // the layout that convolutions of channels-last maps want
        weight = new Parameter(pixelsFirst.permute(0, 3, 1, 2));
        this.bias = bias ? new Parameter(empty(outputs)) : null;
        (Stride, Padding) = (stride, kernel / 2);
        RegisterComponents();
    }

    /// <summary>float32 [C', C, k, k], channels last.</summary>
    internal Parameter Weight => weight;

    /// <summary>float32 [C'], or null.</summary>
    internal Parameter? Bias => bias;

    internal int Stride { get; }

    internal int Padding { get; }

    /// <param name="x">[N, C, H, W], float32, or bfloat16: weights are converted to its type.</param>
    /// <returns>[N, C', H/stride, W/stride], like <paramref name="x"/>.</returns>
    public override Tensor forward(Tensor x) =>
        F.conv2d(x, weight.to(x.dtype), bias?.to(x.dtype), [Stride, Stride], [Padding, Padding]);
}
