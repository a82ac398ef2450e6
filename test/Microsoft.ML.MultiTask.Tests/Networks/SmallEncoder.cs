using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>An encoder of 6,000 weights, for tests that train many times.</summary>
internal sealed class SmallEncoder : nn.Module<Tensor, FeaturePyramid>
{
    private const int Width = 8;

    private readonly ConvolutionLayer conv1;
    private readonly BatchNorm2d? bn1;
    private readonly ResidualBlock layer2;
    private readonly ResidualBlock layer3;
    private readonly ResidualBlock layer4;

    private SmallEncoder(bool isFolded) : base(nameof(SmallEncoder))
    {
        conv1 = new ConvolutionLayer(3, Width, 7, stride: 4, bias: isFolded);
        bn1 = isFolded ? null : nn.BatchNorm2d(Width);
        (layer2, layer3, layer4) = (Block(), Block(), Block());
        RegisterComponents();

        ResidualBlock Block() => new(Width, Width, stride: 2, isBottleneck: false, EncoderLayout.Torchvision, isFolded);
    }

    internal static EncoderArchitecture Architecture { get; } = new Kind();

    public override FeaturePyramid forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var quarter = bn1 is null ? conv1.Rectified(x) : BatchNormalization.Apply(bn1, conv1.forward(x)).relu();
        var eighth = layer2.forward(quarter);
        var sixteenth = layer3.forward(eighth);
        return new FeaturePyramid(quarter, eighth, sixteenth, layer4.forward(sixteenth)).MoveToOuterDisposeScope();
    }

    private sealed class Kind() : EncoderArchitecture("Small", [Width, Width, Width, Width])
    {
        public override nn.Module<Tensor, FeaturePyramid> CreateEncoder() => new SmallEncoder(isFolded: false);

        internal override nn.Module<Tensor, FeaturePyramid> CreateEncoder(EncoderLayout layout, bool isFolded) => new SmallEncoder(isFolded);
    }
}
