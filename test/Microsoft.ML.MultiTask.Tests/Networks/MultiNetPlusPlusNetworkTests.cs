using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class MultiNetPlusPlusNetworkTests
{
    [TestMethod]
    [DataRow("ResNet18", EncoderLayout.Torchvision, 1, FrameAggregation.Concatenation)]
    [DataRow("ResNet18", EncoderLayout.Keras, 2, FrameAggregation.Sum)]
    [DataRow("ResNet34", EncoderLayout.Torchvision, 3, FrameAggregation.Mean)]
    [DataRow("ResNet50", EncoderLayout.Keras, 2, FrameAggregation.Concatenation)]
    [DataRow("ResNet50", EncoderLayout.Torchvision, 4, FrameAggregation.Concatenation)]
    public void Forward_AnyConfiguration_GivesEachTasksFullSizeOutput(
        string encoder, EncoderLayout layout, int streams, FrameAggregation aggregation)
    {
        using var scope = NewDisposeScope();
        using var network = Create(EncoderArchitecture.OfName(encoder), layout, streams, aggregation);
        var outputs = network.forward(Frames(streams * 2));
        Assert.AreSequenceEqual(new long[] { 2, 5, 32, 64 }, outputs[0].shape);
        Assert.AreSequenceEqual(new long[] { 2, 1, 32, 64 }, outputs[1].shape);
        Assert.AreSequenceEqual(new long[] { 2, 2, 32, 64 }, outputs[2].shape);
    }

    [TestMethod]
    public void StateDict_Keys_AreTorchvisionsAndTheDecoders()
    {
        using var network = Create(EncoderArchitecture.ResNet18);
        var keys = network.state_dict().Keys.ToHashSet();
        string[] some =
        [
            "encoder.conv1.weight", "encoder.bn1.running_mean", "encoder.bn1.num_batches_tracked", "encoder.layer1.0.conv1.weight",
            "encoder.layer2.0.downsample.0.weight", "encoder.layer2.0.downsample.1.running_var", "encoder.layer4.1.bn2.bias",
        ];
        foreach (string key in some)
            Assert.Contains(key, keys);
        foreach (string task in new[] { "segmentation", "depth", "motion" })
            foreach (string layer in new[] { "score8", "score16", "score32", "up32", "up16", "up8" })
            {
                Assert.Contains($"decoders.{task}.{layer}.weight", keys);
                Assert.Contains($"decoders.{task}.{layer}.bias", keys);
            }
        Assert.HasCount(120 + 3 * 12, keys);          // torchvision's resnet18 has 122 entries, fc's two among them
    }

    [TestMethod]
    [DataRow(FrameAggregation.Concatenation)]
    [DataRow(FrameAggregation.Sum)]
    [DataRow(FrameAggregation.Mean)]
    public void Decode_FeaturesOfEachFrameAlone_EqualsForward(FrameAggregation aggregation)
    {
        using var scope = NewDisposeScope();
        using var network = Create(EncoderArchitecture.ResNet18, streams: 3, aggregation: aggregation);
        network.eval();
        network.to(ScalarType.Float64);
        using var noGradients = no_grad();
        var frames = Frames(3).to(ScalarType.Float64);
        var together = network.forward(frames);
        var alone = network.Decode([.. Enumerable.Range(0, 3).Select(s => network.Encode(frames.narrow(0, s, 1)))]);
        foreach (var (expected, actual) in together.Zip(alone))
            TensorAssert.AreClose(expected, actual, rtol: 1e-10, atol: 1e-10);
    }

    [TestMethod]
    public void Decode_MeanOfEqualFrames_EqualsOneFrame()
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        using var network = Create(EncoderArchitecture.ResNet18, streams: 2, aggregation: FrameAggregation.Mean);
        network.eval();
        var features = network.Encode(Frames(1));
        TensorAssert.AreClose(network.Decode([features])[0], network.Decode([features, features])[0], rtol: 1e-6, atol: 1e-6);
    }

    /// <summary>A decoder as initialised upsamples a constant score to the same constant, away from the border.</summary>
    [TestMethod]
    public void Initialize_TransposedConvolutions_InterpolateBilinearly()
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        using var decoder = new Fcn8Decoder([1, 1, 1], 1);
        WeightInitialization.Initialize(decoder, seed: 1);
        var output = decoder.Join(zeros(1, 1, 16, 16), zeros(1, 1, 8, 8), ones(1, 1, 4, 4) * 3);
        TensorAssert.AreClose(full(new long[] { 1, 1, 64, 64 }, 3.0), output.narrow(2, 32, 64).narrow(3, 32, 64), rtol: 1e-6, atol: 1e-6);
    }

    [TestMethod]
    public void Initialize_SameSeed_GivesIdenticalWeights_AndAnotherSeedOthers()
    {
        using var first = Create(EncoderArchitecture.ResNet18, seed: 3);
        using var second = Create(EncoderArchitecture.ResNet18, seed: 3);
        using var third = Create(EncoderArchitecture.ResNet18, seed: 4);
        TensorAssert.AreIdentical(first, second);
        using var weight = first.state_dict()["encoder.conv1.weight"].contiguous();
        using var other = third.state_dict()["encoder.conv1.weight"].contiguous();
        Assert.IsFalse(weight.bytes.SequenceEqual(other.bytes));
    }

    [TestMethod]
    public void Initialize_LayersOfOneShape_HaveWeightsOfTheirOwn()
    {
        using var network = Create(EncoderArchitecture.ResNet18);
        using var weight = network.state_dict()["encoder.layer1.0.conv1.weight"].contiguous();
        using var other = network.state_dict()["encoder.layer1.0.conv2.weight"].contiguous();
        Assert.AreEqual(weight.numel(), other.numel());
        Assert.IsFalse(weight.bytes.SequenceEqual(other.bytes));
    }

    [TestMethod]
    public void Initialize_Convolution_HasHesDeviation()
    {
        using var scope = NewDisposeScope();
        using var network = Create(EncoderArchitecture.ResNet18);
        var weight = network.state_dict()["encoder.layer3.0.conv2.weight"];                 // fan-in 256 * 9
        Assert.AreEqual(Math.Sqrt(2.0 / (256 * 9)), weight.std().item<float>(), 3e-4);
        Assert.AreEqual(0, weight.mean().item<float>(), 1e-3);
    }

    /// <summary>Backward through decoder and aggregation against central differences, in float64.</summary>
    [TestMethod]
    public void Backward_DecoderAndAggregation_EqualsNumericGradient()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(5);
        using var decoder = new Fcn8Decoder([4, 4, 4], 2);
        WeightInitialization.Initialize(decoder, seed: 2);
        decoder.to(ScalarType.Float64);
        Tensor[] inputs = [Draw(4, 4), Draw(2, 2), Draw(1, 1)];
        var direction = randn(new long[] { 1, 2, 32, 32 }, dtype: ScalarType.Float64, generator: generator);
        foreach (var input in inputs) input.requires_grad_(true);

        (Decode(inputs) * direction).sum().backward();

        using var noGradients = no_grad();
        const double Step = 1e-5;
        foreach (var input in inputs)
        {
            var gradient = input.grad!;
            long[] at = [0, 1, input.shape[2] - 1, 0];
            double Value(double shift)
            {
                var moved = inputs.Select(x => x.detach().clone()).ToArray();
                moved[Array.IndexOf(inputs, input)][at[0], at[1], at[2], at[3]] = tensor(input[at[0], at[1], at[2], at[3]].item<double>() + shift, ScalarType.Float64);
                return (Decode(moved) * direction).sum().item<double>();
            }
            double numeric = (Value(Step) - Value(-Step)) / (2 * Step);
            Assert.AreEqual(numeric, gradient[at[0], at[1], at[2], at[3]].item<double>(), 1e-6 * Math.Max(1, Math.Abs(numeric)));
        }

        Tensor Draw(int h, int w) => randn(new long[] { 1, 2, h, w }, dtype: ScalarType.Float64, generator: generator);

        // Two streams, the second at half strength.
        Tensor Decode(Tensor[] levels)
        {
            var scores = levels.Zip(decoder.Scores, (x, score) => score.forward(cat([x, x * 0.5], 1))).ToArray();
            return decoder.Join(scores[0], scores[1], scores[2]);
        }
    }

    private static MultiNetPlusPlusNetwork Create(
        EncoderArchitecture encoder, EncoderLayout layout = EncoderLayout.Torchvision, int streams = 2,
        FrameAggregation aggregation = FrameAggregation.Concatenation, int seed = 1)
    {
        var network = new MultiNetPlusPlusNetwork(
            new NetworkSettings(encoder, layout, aggregation, streams), [DenseTask.Segmentation(5), DenseTask.Depth(), DenseTask.Motion()]);
        WeightInitialization.Initialize(network, seed);
        return network;
    }

    private static Tensor Frames(int count)
    {
        using var generator = new Generator(9);
        return randn(new long[] { count, 3, 32, 64 }, generator: generator);
    }
}
