using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Batches;

/// <summary>
/// A batch of rows in the host's memory. Loader threads fill it in place, row by row; the consumer reads it; then it is filled again. Owns
/// its tensors.
/// </summary>
internal sealed class HostBatch : IDisposable
{
    private readonly Tensor[,] _framePixels;                        // [S, N] views
    private readonly Tensor[,] _labelPixels;                        // [T, N] views

    /// <summary>
    /// Makes a batch with undefined pixels: in page-locked memory for asynchronous copies to a CUDA device, and for scoring with the columns
    /// whose values pass through.
    /// </summary>
    internal HostBatch(
        FrameColumns frames, IReadOnlyList<DenseTask> tasks, int capacity, bool isPinned = false, IReadOnlyList<DataViewSchema.Column>? passed = null)
    {
        Frames = Empty(frames.ItemType.RawType, isPinned, frames.Columns.Count, capacity, 3, frames.Height, frames.Width);
        Labels = [.. tasks.Select(task => Empty(task.ItemType.RawType, isPinned, task.BatchShape(capacity, frames.Height, frames.Width)))];
        IsLabelled = new bool[tasks.Count];
        Passed = passed is null ? null : new PassedRows(passed, frames.Columns.Count, capacity);
        _framePixels = new Tensor[frames.Columns.Count, capacity];
        _labelPixels = new Tensor[tasks.Count, capacity];
        for (int row = 0; row < capacity; row++)
        {
            for (int s = 0; s < frames.Columns.Count; s++)
                _framePixels[s, row] = Frames[s, row].DetachFromDisposeScope();
            for (int t = 0; t < tasks.Count; t++)
                _labelPixels[t, row] = Labels[t][row].DetachFromDisposeScope();
        }
    }

    /// <summary>N, the rows that it holds.</summary>
    internal int Rows { get; set; }

    /// <summary>uint8 or float32 [S, capacity, 3, H, W], R G B of 0 to 255.</summary>
    internal Tensor Frames { get; }

    /// <summary>For each task uint8 or float32 [capacity, (K,) H, W].</summary>
    internal IReadOnlyList<Tensor> Labels { get; }

    /// <summary>For each task whether any pixel of the batch is labelled.</summary>
    internal bool[] IsLabelled { get; }

    /// <summary>What is wrong with the pixels of a frame of the batch, where a loader thread found something to warn of.</summary>
    internal string? Doubt { get; set; }

    /// <summary>The rows' other values, if the batch is scored; null in training.</summary>
    internal PassedRows? Passed { get; }

    /// <summary>The memory of one frame, [3, H, W].</summary>
    internal Span<byte> FramePixels(int stream, int row) => _framePixels[stream, row].bytes;

    /// <summary>The memory of one label, [(K,) H, W].</summary>
    internal Span<byte> LabelPixels(int task, int row) => _labelPixels[task, row].bytes;

    public void Dispose()
    {
        foreach (var view in _framePixels)
            view.Dispose();
        foreach (var view in _labelPixels)
            view.Dispose();
        Frames.Dispose();
        foreach (var labels in Labels)
            labels.Dispose();
    }

    private static Tensor Empty(Type item, bool isPinned, params long[] shape)
    {
        var memory = empty(shape, item == typeof(byte) ? ScalarType.Byte : ScalarType.Float32);
        if (!isPinned) return memory.DetachFromDisposeScope();
        using (memory)
            return memory.pin_memory().DetachFromDisposeScope();
    }
}
