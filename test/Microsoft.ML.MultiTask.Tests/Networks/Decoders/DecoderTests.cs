using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>The decoders' parts, with weights whose results are known.</summary>
[TestClass]
public sealed class DecoderTests
{
    private static readonly int[] s_channels = [64, 128, 256, 512];

    /// <summary>Counts worked by hand from the layers' shapes, for ResNet-18's features and 5 channels.</summary>
    [TestMethod]
    [DataRow("Fcn8", 11_710L)]
    [DataRow("FeaturePyramid", 209_989L)]
    [DataRow("DeepLabV3Plus", 1_157_749L)]
    public void CreateDecoder_Parameters_AreAsCounted(string architecture, long expected)
    {
        using var decoder = DecoderArchitecture.OfName(architecture).CreateDecoder(s_channels, 5);
        Assert.AreEqual(expected, decoder.parameters().Sum(parameter => parameter.numel()));
    }

    [TestMethod]
    [DataRow("Fcn8", 12, "score8.weight", "score32.bias", "up8.weight")]
    [DataRow("FeaturePyramid", 34, "lateral4.weight", "lateral32.bias", "smooth4.0.weight", "smooth32.1.running_var", "score.bias")]
    [DataRow("DeepLabV3Plus", 82, "point.0.weight", "atrous3.depthwise.0.weight", "atrous9.pointwise.1.running_mean", "pool.bias", "project.0.weight",
        "low.1.bias", "refine2.depthwise.1.weight", "score.weight")]
    public void StateDict_HasTheNames(string architecture, int count, params string[] some)
    {
        using var decoder = DecoderArchitecture.OfName(architecture).CreateDecoder(s_channels, 5);
        var names = decoder.state_dict().Keys.ToHashSet();
        foreach (string name in some)
            Assert.Contains(name, names);
        Assert.HasCount(count, names);
    }

    [TestMethod]
    public void DeepLab_AtrousConvolutions_HaveTheRatesOfTheirNames()
    {
        using var decoder = DecoderArchitecture.DeepLabV3Plus.CreateDecoder(s_channels, 5);
        foreach (int rate in new[] { 3, 6, 9 })
        {
            var layer = (ConvolutionLayer)decoder.named_modules().Single(module => module.name == $"atrous{rate}.depthwise.0").module;
            Assert.AreEqual((rate, rate, 512), (layer.Dilation, layer.Padding, layer.Groups));
        }
    }

    /// <summary>Laterals that give 8, 4, 2 and 1 from the finest to the coarsest level: top-down sums of 15, 7, 3 and 1, together 26.</summary>
    [TestMethod]
    public void FeaturePyramid_Constants_AreSummedFromTheTop()
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        using var decoder = new FeaturePyramidDecoder(s_channels, 2, isFolded: true);
        var w = Zeroed(decoder);
        foreach (var (level, value) in new[] { (4, 8), (8, 4), (16, 2), (32, 1) })
        {
            w[$"lateral{level}.bias"].fill_(value);
            Centre(w[$"smooth{level}.0.weight"], eye(64));
        }
        w["score.weight"].fill_(1.0 / 64);
        w["score.bias"].copy_(tensor(new[] { 0.5f, -26 }));
        var output = decoder.forward(Features());
        TensorAssert.AreClose(full(new long[] { 1, 1, 32, 64 }, 26.5), output.narrow(1, 0, 1), rtol: 1e-5, atol: 0);
        TensorAssert.AreClose(zeros(1, 1, 32, 64), output.narrow(1, 1, 1), rtol: 0, atol: 1e-4);
    }

    /// <summary>The path of the mean alone: features of 2 and 4 at 1/32 give 3 everywhere; with the low-level path 1 more.</summary>
    [TestMethod]
    public void DeepLab_Constants_TakeTheMeanAndTheLowLevelPath()
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        using var decoder = new DeepLabV3PlusDecoder(s_channels, 1, isFolded: true);
        var w = Zeroed(decoder);
        w["pool.weight"].fill_(1.0 / 512);
        w["project.0.weight"].narrow(1, 4 * 256, 256).fill_(1.0 / 256);
        w["low.0.bias"].fill_(1);
        Centre(w["refine1.depthwise.0.weight"], ones(304, 1));
        w["refine1.pointwise.0.weight"].narrow(1, 0, 256).fill_(1.0 / 256);
        w["refine1.pointwise.0.weight"].narrow(1, 256, 48).fill_(1.0 / 48);
        Centre(w["refine2.depthwise.0.weight"], ones(256, 1));
        w["refine2.pointwise.0.weight"].fill_(1.0 / 256);
        w["score.weight"].fill_(1.0 / 256);
        var coarse = ones(1, 512, 1, 2) * tensor(new float[] { 2, 4 });
        var output = decoder.forward(new FeaturePyramid(ones(1, 64, 8, 16), ones(1), ones(1), coarse));
        TensorAssert.AreClose(full(new long[] { 1, 1, 32, 64 }, 4.0), output, rtol: 1e-5, atol: 0);
    }

    [TestMethod]
    public void Resizing_Row_IsRepeatedOrInterpolated()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new float[] { 0, 4 }).reshape(1, 1, 1, 2);
        TensorAssert.AreClose(tensor(new float[] { 0, 0, 4, 4, 0, 0, 4, 4 }).reshape(1, 1, 2, 4), Resizing.Nearest(x, 2), rtol: 0, atol: 0);
        TensorAssert.AreClose(tensor(new float[] { 0, 1, 3, 4, 0, 1, 3, 4 }).reshape(1, 1, 2, 4), Resizing.Bilinear(x, 2), rtol: 0, atol: 0);
    }

    [TestMethod]
    [DataRow("FeaturePyramid")]
    [DataRow("DeepLabV3Plus")]
    public void Forward_ChannelsLast_StaysSo(string architecture)
    {
        using var scope = NewDisposeScope();
        using var decoder = DecoderArchitecture.OfName(architecture).CreateDecoder(s_channels, 5);
        WeightInitialization.Initialize(decoder, seed: 1);
        Assert.IsTrue(decoder.forward(Features()).permute(0, 2, 3, 1).is_contiguous());
    }

    private static FeaturePyramid Features()
    {
        Tensor Level(int i) => ChannelsLast.From(Draws.Random(i, 1, s_channels[i], 32 / (4 << i), 64 / (4 << i)));
        return new FeaturePyramid(Level(0), Level(1), Level(2), Level(3));
    }

    private static Dictionary<string, Tensor> Zeroed(nn.Module module)
    {
        var weights = module.state_dict();
        foreach (var weight in weights.Values)
            weight.zero_();
        return weights;
    }

    /// <summary>Sets the middle of a 3x3 kernel [C', C, 3, 3].</summary>
    private static void Centre(Tensor weight, Tensor values) => weight.select(3, 1).select(2, 1).copy_(values);
}
