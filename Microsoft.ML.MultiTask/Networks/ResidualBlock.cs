using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>
/// One block of a residual network: two 3x3 convolutions (basic), or 1x1-3x3-1x1 (bottleneck, conv3 is not null), each followed by
/// batch normalisation, added to the block's input. Fields are named as torchvision's: their names are the keys of the weights.
/// </summary>
internal sealed class ResidualBlock : nn.Module<Tensor, Tensor>
{
    internal const int BottleneckExpansion = 4;

    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Conv2d conv2;
    private readonly BatchNorm2d bn2;
    private readonly Conv2d? conv3;
    private readonly BatchNorm2d? bn3;
    private readonly Sequential? downsample;

    internal ResidualBlock(int inputs, int width, int stride, bool bottleneck, EncoderLayout layout) : base(nameof(ResidualBlock))
    {
        bool bias = layout == EncoderLayout.Keras;
        int outputs = bottleneck ? width * BottleneckExpansion : width;
        if (bottleneck)
        {
            int first = layout == EncoderLayout.Keras ? stride : 1;
            conv1 = nn.Conv2d(inputs, width, 1, stride: first, bias: bias);
            conv2 = nn.Conv2d(width, width, 3, stride: stride / first, padding: 1, bias: bias);
            conv3 = nn.Conv2d(width, outputs, 1, bias: bias);
            bn3 = nn.BatchNorm2d(outputs);
        }
        else
        {
            conv1 = nn.Conv2d(inputs, width, 3, stride: stride, padding: 1, bias: bias);
            conv2 = nn.Conv2d(width, width, 3, padding: 1, bias: bias);
        }
        bn1 = nn.BatchNorm2d(width);
        bn2 = nn.BatchNorm2d(width);
        if (stride != 1 || inputs != outputs)
            downsample = nn.Sequential(("0", nn.Conv2d(inputs, outputs, 1, stride: stride, bias: bias)), ("1", nn.BatchNorm2d(outputs)));
        RegisterComponents();
    }

    /// <param name="x">float32 [N, inputs, H, W].</param>
    /// <returns>float32 [N, outputs, H/stride, W/stride].</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var y = bn1.forward(conv1.forward(x));
        y.relu_();
        y = bn2.forward(conv2.forward(y));
        if (conv3 is not null && bn3 is not null)
        {
            y.relu_();
            y = bn3.forward(conv3.forward(y));
        }
        y.add_(downsample is null ? x : downsample.forward(x));
        y.relu_();
        return y.MoveToOuterDisposeScope();
    }
}
