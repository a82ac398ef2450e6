using System.Diagnostics;
using TorchSharp;

/// <summary>Live tensors, resident memory, threads and handles of this process over the repetitions of a job.</summary>
/// <remarks>No collection is forced: a tensor that only its finalizer would free counts as live.</remarks>
internal sealed class LifetimeMeter
{
    private readonly List<(long Tensors, double Memory, int Threads, int Handles)> _samples = [];
    private readonly Process _process = Process.GetCurrentProcess();

    internal int Count => _samples.Count;

    /// <summary>Call after each repetition.</summary>
    internal void Sample()
    {
        _process.Refresh();
        _samples.Add((torch.Tensor.TotalCount, ProcessMemory.CurrentMib, _process.Threads.Count, _process.HandleCount));
    }

    internal IReadOnlyDictionary<string, double> Figures()
    {
        int warmUp = Math.Max(3, Count / 10);                           // optimizer state, the streams' first frames, batches read ahead, the heap
        var (start, end, rest) = (_samples[warmUp - 1], _samples[^1], _samples.Skip(warmUp - 1).ToArray());
        return new Dictionary<string, double>
        {
            ["tensors_start"] = start.Tensors,
            ["tensors_end"] = end.Tensors,
            ["tensors_peak"] = rest.Max(sample => sample.Tensors),
            ["rss_start_mib"] = start.Memory,
            ["rss_end_mib"] = end.Memory,
            ["peak_rss_mib"] = ProcessMemory.PeakMib,
            ["threads_start"] = start.Threads,
            ["threads_end"] = end.Threads,
            ["handles_start"] = start.Handles,
            ["handles_end"] = end.Handles,
        };
    }
}
