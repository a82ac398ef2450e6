using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Batches;

/// <summary>A batch on the computing device. The dispose scope in which it is made owns its tensors.</summary>
/// <param name="Rows">N.</param>
/// <param name="Frames">uint8 or float32 [S*N, 3, H, W], R G B of 0 to 255: the N current frames, then their N predecessors, and so on.</param>
/// <param name="Labels">For each task uint8 or float32 [N, (K,) H, W]; null if no pixel of the batch is labelled.</param>
internal sealed record DeviceBatch(int Rows, Tensor Frames, IReadOnlyList<Tensor?> Labels)
{
    /// <summary>
    /// Copies a batch to a device. On the CPU tensors share the host batch's memory as far as possible, so they are valid as long as it is; on
    /// other devices the host batch must not change before a result computed from this batch has been read (<see cref="Copy"/>).
    /// </summary>
    internal static DeviceBatch From(HostBatch batch, Device device)
    {
        int n = batch.Rows;
        long height = batch.Frames.shape[3], width = batch.Frames.shape[4];
        var frames = Copy(batch.Frames.narrow(1, 0, n).reshape(-1, 3, height, width), device);   // [S*N, 3, H, W]
        var labels = batch.Labels.Select((label, t) => batch.IsLabelled[t] ? Copy(label.narrow(0, 0, n), device) : null);
        return new DeviceBatch(n, frames, [.. labels]);
    }

    /// <summary>A host tensor on a device: itself on the CPU, otherwise an asynchronous copy, owned by the caller's dispose scope.</summary>
    /// <remarks>
    /// The copy is queued before whatever the device computes from it. So page-locked memory may be overwritten once a result of that computation
    /// has been read; pageable memory has been read when this returns.
    /// </remarks>
    internal static Tensor Copy(Tensor host, Device device)
    {
        if (device.type == DeviceType.CPU) return host;
        var copy = empty(host.shape, host.dtype, device);
        copy.copy_(host, nonBlocking: true);
        return copy;
    }
}
