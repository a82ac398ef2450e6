using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class TensorEngineTests
{
    private const int Amd = 0x68747541;                              // "Auth", of AuthenticAMD
    private const int Intel = 0x756E6547;                            // "Genu", of GenuineIntel

    /// <summary>EAX of the leaf that lists the caches says their type, 0 for none; the leaf may also be missing.</summary>
    [TestMethod]
    [DataRow(Amd, 0x10, 0x8000001E, 0x8000001D, 0x121, false, DisplayName = "AMD with caches")]
    [DataRow(Amd, 0x10, 0x8000001E, 0x8000001D, 0, true, DisplayName = "AMD, caches hidden")]
    [DataRow(Amd, 0x10, 0x8000001C, 0x8000001D, 0x121, true, DisplayName = "AMD without the leaf")]
    [DataRow(Intel, 0x1F, 0x80000008, 4, 0x121, false, DisplayName = "Intel with caches")]
    [DataRow(Intel, 0x1F, 0x80000008, 4, 0, true, DisplayName = "Intel, caches hidden")]
    [DataRow(Intel, 0x03, 0x80000008, 4, 0x121, true, DisplayName = "Intel without the leaf")]
    public void HidesCaches_Processor_IsToldByCpuId(int vendor, long leaves, long extendedLeaves, long cacheLeaf, int cacheType, bool expected) =>
        Assert.AreEqual(expected, TensorEngine.HidesCaches((leaf, _) =>
            leaf == 0 ? ((int)leaves, vendor, 0, 0)
            : (uint)leaf == 0x80000000 ? (unchecked((int)extendedLeaves), 0, 0, 0)
            : (uint)leaf == cacheLeaf ? (cacheType, 0, 0, 0) : (0, 0, 0, 0)));

    /// <summary>The shapes that oneDNN crashes on, or gets wrong, where the caches are hidden; everywhere else they are right anyway.</summary>
    [TestMethod]
    [DataRow(512, 1024, 1, 2, 28, 48)]
    [DataRow(256, 1024, 1, 1, 14, 24)]
    [DataRow(1024, 2048, 1, 2, 14, 24)]
    [DataRow(2048, 512, 1, 1, 7, 12)]
    [DataRow(512, 512, 3, 1, 1, 2)]
    [DataRow(512, 512, 3, 1, 2, 3)]
    public void Conv2d_ShapesOfResNets_AreRight(int inputs, int outputs, int kernel, int stride, int height, int width)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var x = ChannelsLast.From(randn(new long[] { 2, inputs, height, width }, generator: generator)).requires_grad_(true);
        var weight = ChannelsLast.From(randn(new long[] { outputs, inputs, kernel, kernel }, generator: generator)).requires_grad_(true);
        var y = F.conv2d(x, weight, null, [stride, stride], [kernel / 2, kernel / 2]);
        y.backward([ones_like(y)]);

        var (x64, weight64) = (x.detach().to(ScalarType.Float64).requires_grad_(true), weight.detach().to(ScalarType.Float64).requires_grad_(true));
        var expected = F.conv2d(x64, weight64, null, [stride, stride], [kernel / 2, kernel / 2]);
        expected.backward([ones_like(expected)]);
        AssertClose(expected, y);
        AssertClose(x64.grad!, x.grad!);
        AssertClose(weight64.grad!, weight.grad!);

        static void AssertClose(Tensor expected, Tensor actual) =>
            Assert.IsLessThan(1e-5, ((actual.to(ScalarType.Float64) - expected).norm() / expected.norm()).item<double>());
    }
}
