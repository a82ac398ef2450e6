using System.Diagnostics;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Tests.Scopes;

[TestClass]
public sealed class TrainingMemoryTests
{
    [TestMethod]
    [DoNotParallelize]
    public void ThreeHundredSteps_InScopes_KeepTensorsAndMemoryLevel()
    {
        using var layers = nn.Sequential(
            ("conv", nn.Conv2d(3, 16, 3, padding: 1)), ("norm", nn.BatchNorm2d(16)), ("relu", nn.ReLU(inplace: true)),
            ("pool", nn.MaxPool2d(2)), ("up", nn.ConvTranspose2d(16, 4, 2, stride: 2)));
        using var optimizer = optim.Adam(layers.parameters());
        using var images = randn(4, 3, 32, 32);
        using var labels = randint(0, 4, new long[] { 4, 32, 32 });

        for (int i = 0; i < 50; i++) Step(layers, optimizer, images, labels);
        var tensors = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var bytes = ResidentBytes();
        for (int i = 0; i < 250; i++) Step(layers, optimizer, images, labels);

        Assert.AreEqual(tensors, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        const long Step250Leaks = 250L * 4 * 16 * 32 * 32 * sizeof(float);      // one activation each: 65 MB
        Assert.IsLessThan(Step250Leaks / 2, ResidentBytes() - bytes);
    }

    private static void Step(TorchSharp.Modules.Sequential layers, optim.Optimizer optimizer, Tensor images, Tensor labels)
    {
        using var scope = NewDisposeScope();
        var loss = F.cross_entropy(layers.call(images), labels);
        optimizer.zero_grad();
        loss.backward();
        optimizer.step();
    }

    private static long ResidentBytes()
    {
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
