using static TorchSharp.torch;

namespace TorchSharp.Tests;

[TestClass]
[DoNotParallelize]
public sealed class ThreadTests
{
    [TestMethod]
    public void NumThreads_AreAllProcessors_UntilSet()
    {
        var before = get_num_threads();
        if (Environment.GetEnvironmentVariable("OMP_NUM_THREADS") is null)
            Assert.AreEqual(Environment.ProcessorCount, before);
        try
        {
            set_num_threads(1);
            Assert.AreEqual(1, get_num_threads());
            set_num_threads(2);
            Assert.AreEqual(2, get_num_threads());
        }
        finally
        {
            set_num_threads(before);
        }
    }

    [TestMethod]
    public void Devices_AreNamed()
    {
        Assert.AreEqual("cpu", CPU.ToString());
        Assert.AreEqual("cuda:1", new Device("cuda:1").ToString());
        Assert.AreEqual(DeviceType.CUDA, new Device("cuda").type);
        Assert.AreEqual(1, new Device(DeviceType.CUDA, 1).index);
        Assert.AreEqual(cuda.is_available(), cuda.device_count() > 0);
        Assert.IsFalse(string.IsNullOrEmpty(__version__));
    }
}
