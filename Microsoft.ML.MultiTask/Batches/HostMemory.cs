using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Batches;

/// <summary>The way from the host's memory to the computing device.</summary>
internal static class HostMemory
{
    /// <summary>Whether batches in page-locked memory reach a device faster: it then reads them by itself.</summary>
    internal static bool IsBestPinnedFor(Device device) => device.type == DeviceType.CUDA;

    /// <summary>A host tensor on a device: itself on the CPU, elsewhere a copy that the host does not wait for.</summary>
    /// <remarks>
    /// What the device is told to do later comes after the copy. So whoever has read a number that was computed there from the copy may
    /// write to page-locked memory again; other memory is read before this returns.
    /// </remarks>
    /// <param name="host">On the CPU.</param>
    /// <param name="device">Where it is wanted.</param>
    /// <returns>The caller's dispose scope owns it.</returns>
    internal static Tensor To(Device device, Tensor host)
    {
        if (device.type == DeviceType.CPU) return host;
        var copy = empty(host.shape, host.dtype, device);
        copy.copy_(host, nonBlocking: true);
        return copy;
    }
}
