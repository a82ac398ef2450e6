using TorchSharp;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class ComputeDeviceTests
{
    private const int NoSuchGpu = 4711;

    [TestMethod]
    public void Resolve_NothingAskedFor_IsTheCpu() =>
        Assert.AreEqual(DeviceType.CPU, ComputeDevice.Resolve(option: null, new MLContext()).type);

    [TestMethod]
    public void Resolve_ContextsGpuMissing_FallsBackOnlyWhereAllowed()
    {
        Assert.AreEqual(DeviceType.CPU, ComputeDevice.Resolve(option: null, new MLContext { GpuDeviceId = NoSuchGpu, FallbackToCpu = true }).type);
        var e = Assert.ThrowsExactly<InvalidOperationException>(() => ComputeDevice.Resolve(option: null, new MLContext { GpuDeviceId = NoSuchGpu, FallbackToCpu = false }));
        Assert.Contains($"MLContext.GpuDeviceId is {NoSuchGpu}", e.Message);
    }

    [TestMethod]
    public void Resolve_OptionNamesAMissingGpu_SaysSo_WhateverTheContextSays()
    {
        var e = Assert.ThrowsExactly<InvalidOperationException>(() => ComputeDevice.Resolve($"cuda:{NoSuchGpu}", new MLContext { FallbackToCpu = true }));
        Assert.Contains($"Option 'Device' is 'cuda:{NoSuchGpu}'", e.Message);
    }

    [TestMethod]
    [DataRow("cpu", true)]
    [DataRow("cuda", true)]
    [DataRow("cuda:1", true)]
    [DataRow("cuda:-1", false)]
    [DataRow("gpu", false)]
    [DataRow("CUDA", false)]
    public void IsName_Text_IsOneOfTheThreeForms(string text, bool expected) => Assert.AreEqual(expected, ComputeDevice.IsName(text));
}
