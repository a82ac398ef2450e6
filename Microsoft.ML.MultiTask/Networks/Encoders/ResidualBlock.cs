using Microsoft.ML.MultiTask.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Networks.Encoders;

/// <summary>
/// One block of a residual network: two 3x3 convolutions (basic), or 1x1-3x3-1x1 (bottleneck), each followed by batch normalisation,
/// added to the block's input. Field names are torchvision's, because they are state-dict keys.
/// </summary>
internal sealed class ResidualBlock : nn.Module<Tensor, Tensor>
{
    internal const int BottleneckExpansion = 4;

    private readonly ConvolutionLayer conv1;
    private readonly BatchNorm2d? bn1;
    private readonly ConvolutionLayer conv2;
    private readonly BatchNorm2d? bn2;
    private readonly ConvolutionLayer? conv3;
    private readonly BatchNorm2d? bn3;
    private readonly Sequential? downsample;

    /// <param name="inputs">Input channels.</param>
    /// <param name="width">Channels of the 3x3 convolutions.</param>
    /// <param name="stride">1 or 2.</param>
    /// <param name="isBottleneck">Whether the block is a bottleneck with 4 · width output channels.</param>
    /// <param name="layout">Where the biases and the strides are.</param>
    /// <param name="isFolded">Whether batch normalisation is part of the convolutions.</param>
    internal ResidualBlock(int inputs, int width, int stride, bool isBottleneck, EncoderLayout layout, bool isFolded) : base(nameof(ResidualBlock))
    {
        bool bias = isFolded || layout == EncoderLayout.Keras;
        int outputs = isBottleneck ? width * BottleneckExpansion : width;
        int firstStride = isBottleneck && layout == EncoderLayout.Torchvision ? 1 : stride;
        conv1 = new ConvolutionLayer(inputs, width, isBottleneck ? 1 : 3, firstStride, bias);
        bn1 = Norm(width);
        conv2 = new ConvolutionLayer(width, width, 3, stride / firstStride, bias);
        bn2 = Norm(width);
        if (isBottleneck)
        {
            conv3 = new ConvolutionLayer(width, outputs, 1, bias: bias);
            bn3 = Norm(outputs);
        }
        if (stride != 1 || inputs != outputs)
        {
            var projection = new ConvolutionLayer(inputs, outputs, 1, stride, bias);
            downsample = Norm(outputs) is { } norm ? nn.Sequential(("0", projection), ("1", norm)) : nn.Sequential(("0", projection));
        }
        RegisterComponents();

        BatchNorm2d? Norm(int channels) => isFolded ? null : nn.BatchNorm2d(channels);
    }

    /// <param name="x">float32 or bfloat16 [N, inputs, H, W]; a folded block without a projection may write its result over it.</param>
    /// <returns>Of the same type, [N, outputs, H/stride, W/stride].</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        if (bn1 is null || bn2 is null) return Folded(x).MoveToOuterDisposeScope();
        var y = Normalized(conv1, bn1, x).relu_();
        y = Normalized(conv2, bn2, y);
        if (conv3 is not null)
            y = Normalized(conv3, bn3!, y.relu_());
        y.Add(Shortcut(x));
        return y.relu_().MoveToOuterDisposeScope();
    }

    private Tensor Folded(Tensor x)
    {
        var y = conv1.Rectified(x);
        if (conv3 is not null)
            y = conv2.Rectified(y);
        return (conv3 ?? conv2).RectifySum(Shortcut(x), y);
    }

    private Tensor Shortcut(Tensor x)
    {
        if (downsample is null) return x;
        var projection = (ConvolutionLayer)downsample[0];
        return downsample.Count == 1 ? projection.forward(x) : Normalized(projection, (BatchNorm2d)downsample[1], x);
    }

    private static Tensor Normalized(ConvolutionLayer convolution, BatchNorm2d norm, Tensor x)
    {
        using var y = convolution.forward(x);
        return BatchNormalization.Apply(norm, y);
    }
}
