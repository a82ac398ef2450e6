using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>The example of docs/network.md: four strided convolutions.</summary>
internal sealed class PlainEncoder() : EncoderArchitecture("Plain", [16, 32, 64, 128])
{
    public override nn.Module<Tensor, FeaturePyramid> CreateEncoder() => new Layers();

    private sealed class Layers : nn.Module<Tensor, FeaturePyramid>
    {
        private readonly Sequential quarter = Level(3, 16, stride: 4);
        private readonly Sequential eighth = Level(16, 32, stride: 2);
        private readonly Sequential sixteenth = Level(32, 64, stride: 2);
        private readonly Sequential thirtySecond = Level(64, 128, stride: 2);

        internal Layers() : base("Plain") => RegisterComponents();

        public override FeaturePyramid forward(Tensor x)
        {
            var a = quarter.forward(x);                                    // [N, 16, H/4, W/4]
            var b = eighth.forward(a);                                     // [N, 32, H/8, W/8]
            var c = sixteenth.forward(b);                                  // [N, 64, H/16, W/16]
            return new FeaturePyramid(a, b, c, thirtySecond.forward(c));
        }

        private static Sequential Level(int inputs, int outputs, int stride) =>
            nn.Sequential(nn.Conv2d(inputs, outputs, 5, stride, padding: 2), nn.BatchNorm2d(outputs), nn.ReLU());
    }
}
