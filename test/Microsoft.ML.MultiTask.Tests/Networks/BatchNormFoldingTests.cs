using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class BatchNormFoldingTests
{
    /// <summary>
    /// bfloat16 may lose a 256th in each layer, at random: twice 1/256 times the root of the number of layers is allowed.
    /// </summary>
    [TestMethod]
    [DataRow("ResNet18", EncoderLayout.Torchvision, EncoderPrecision.Full, 1e-5)]
    [DataRow("ResNet50", EncoderLayout.Keras, EncoderPrecision.Full, 1e-5)]
    [DataRow("ResNet18", EncoderLayout.Torchvision, EncoderPrecision.BFloat16, 0.033)]
    [DataRow("ResNet50", EncoderLayout.Torchvision, EncoderPrecision.BFloat16, 0.055)]
    public void Forward_EqualsTheNetworkInEvaluation(string encoder, EncoderLayout layout, EncoderPrecision precision, double tolerance)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        DenseTask[] tasks = [DenseTask.Segmentation(5), DenseTask.Depth()];
        using var network = new MultiNetPlusPlusNetwork(new NetworkSettings(EncoderArchitecture.OfName(encoder), layout, FrameAggregation.Concatenation, 2), tasks);
        WeightInitialization.Initialize(network, 2);
        network.train();
        for (int step = 0; step < 30; step++)                                   // statistics that are not the initial ones
            network.forward(Frames(step % 3));
        network.eval();

        using var folded = network.Fold(precision, CPU);
        foreach (var (expected, actual) in network.forward(Frames(5)).Zip(folded.forward(Frames(5))))
        {
            Assert.AreEqual(ScalarType.Float32, actual.dtype);
            Assert.IsLessThan(tolerance, ((actual - expected).norm() / expected.norm()).item<float>());
        }
    }

    [TestMethod]
    public void Dispose_LeavesTheNetworkAsItWas()
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        using var network = new MultiNetPlusPlusNetwork(
            new NetworkSettings(EncoderArchitecture.ResNet18, EncoderLayout.Torchvision, FrameAggregation.Sum, 1), [DenseTask.Depth()]);
        network.eval();
        var before = network.forward(Frames(1))[0];
        network.Fold(EncoderPrecision.Full, CPU).Dispose();
        TensorAssert.AreClose(before, network.forward(Frames(1))[0], rtol: 0, atol: 0);
    }

    /// <summary>Two frames of 64 x 96 per stream of a pattern that depends on the seed.</summary>
    private static Tensor Frames(int seed) =>
        (arange(4 * 3 * 64 * 96).to(ScalarType.Float32) * (0.01 + 0.003 * seed)).sin().reshape(4, 3, 64, 96);
}
