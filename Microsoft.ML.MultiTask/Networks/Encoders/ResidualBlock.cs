using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Networks.Encoders;

/// <summary>
/// One block of a residual network: two 3x3 convolutions (basic), or 1x1-3x3-1x1 (bottleneck, conv3 is not null), each followed by
/// batch normalisation, added to the block's input. Fields are named as torchvision's: their names are the keys of the weights.
/// </summary>
internal sealed class ResidualBlock : nn.Module<Tensor, Tensor>
{
    internal const int BottleneckExpansion = 4;

    private readonly ConvolutionLayer conv1;
    private readonly BatchNorm2d bn1;
    private readonly ConvolutionLayer conv2;
    private readonly BatchNorm2d bn2;
    private readonly ConvolutionLayer? conv3;
    private readonly BatchNorm2d? bn3;
    private readonly Sequential? downsample;

    internal ResidualBlock(int inputs, int width, int stride, bool bottleneck, EncoderLayout layout) : base(nameof(ResidualBlock))
    {
        bool bias = layout == EncoderLayout.Keras;
        int outputs = bottleneck ? width * BottleneckExpansion : width;
        int first = layout == EncoderLayout.Keras || !bottleneck ? stride : 1;        // the stride of conv1; conv2 has the rest
        int kernel = bottleneck ? 1 : 3;
        conv1 = new ConvolutionLayer(inputs, width, kernel, first, bias);
        bn1 = nn.BatchNorm2d(width);
        conv2 = new ConvolutionLayer(width, width, 3, stride / first, bias);
        bn2 = nn.BatchNorm2d(width);
        var units = new List<ConvolutionUnit>
        {
            new TrainableConvolution(conv1, bn1),
            new TrainableConvolution(conv2, bn2),
        };
        if (bottleneck)
        {
            conv3 = new ConvolutionLayer(width, outputs, 1, bias: bias);
            bn3 = nn.BatchNorm2d(outputs);
            units.Add(new TrainableConvolution(conv3, bn3));
        }
        TrainableConvolution? shortcut = null;
        if (stride != 1 || inputs != outputs)
        {
            var projection = new ConvolutionLayer(inputs, outputs, 1, stride, bias);
            var norm = nn.BatchNorm2d(outputs);
            downsample = nn.Sequential(("0", projection), ("1", norm));
            shortcut = new TrainableConvolution(projection, norm);
        }
        Units = new ResidualUnits(units, shortcut);
        RegisterComponents();
    }

    internal ResidualUnits Units { get; }

    /// <param name="x">[N, inputs, H, W].</param>
    /// <returns>[N, outputs, H/stride, W/stride].</returns>
    public override Tensor forward(Tensor x) => Units.Forward((x, x)).Y;
}
