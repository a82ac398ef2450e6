using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Batches;

/// <summary>Copies from the host's memory to the computing device.</summary>
internal static class HostMemory
{
    /// <summary>Whether page-locked memory makes copies to a device faster: a CUDA device then copies asynchronously.</summary>
    internal static bool IsBestPinnedFor(Device device) => device.type == DeviceType.CUDA;

    /// <summary>A host tensor on a device: itself on the CPU, otherwise an asynchronous copy.</summary>
    /// <remarks>
    /// The copy is queued before whatever the device computes from it. So page-locked memory may be overwritten once a result of that computation
    /// has been read; pageable memory has been read when this returns.
    /// </remarks>
    /// <param name="host">On the CPU.</param>
    /// <param name="device">The device to copy to.</param>
    /// <returns>The caller's dispose scope owns a copy.</returns>
    internal static Tensor To(Device device, Tensor host)
    {
        if (device.type == DeviceType.CPU) return host;
        var copy = empty(host.shape, host.dtype, device);
        copy.copy_(host, nonBlocking: true);
        return copy;
    }
}
