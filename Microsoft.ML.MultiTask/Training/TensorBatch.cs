using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>A batch on the computing device; the dispose scope that is open when it is made owns its tensors.</summary>
/// <param name="Rows">N.</param>
/// <param name="Frames">uint8 or float32 [S*N, 3, H, W], R G B of 0 to 255: the N current frames, then their N predecessors, and so on.</param>
/// <param name="Labels">For each task uint8 or float32 [N, H, W]; null where no pixel of the batch is labelled.</param>
internal sealed record TensorBatch(int Rows, Tensor Frames, IReadOnlyList<Tensor?> Labels)
{
    internal static TensorBatch From(HostBatch batch, FrameColumns columns, Device device)
    {
        int n = batch.Rows, s = columns.Columns.Count, h = columns.Height, w = columns.Width;
        var frames = from_array(batch.Frames).to(device).reshape(-1, s, 3, h, w).narrow(0, 0, n)   // [N, S, 3, H, W]
            .transpose(0, 1).reshape(s * n, 3, h, w);                                              // [S*N, 3, H, W]
        var labels = batch.Labels.Select((label, t) =>
            batch.IsLabelled[t] ? from_array(label).to(device).reshape(-1, h, w).narrow(0, 0, n) : null);
        return new TensorBatch(n, frames, [.. labels]);
    }
}
