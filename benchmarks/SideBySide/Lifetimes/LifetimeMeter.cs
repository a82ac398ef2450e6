using TorchSharp;

/// <summary>Live tensors and resident memory of this process over the repetitions of a job.</summary>
/// <remarks>No collection is forced: a tensor that only its finalizer would free counts as live.</remarks>
internal sealed class LifetimeMeter
{
    private const int WarmUp = 3;                                       // optimizer state, the streams' first frames, batches read ahead
    private readonly List<long> _tensors = [];
    private readonly List<double> _memory = [];

    internal int Count => _tensors.Count;

    /// <summary>Call after each repetition.</summary>
    internal void Sample()
    {
        _tensors.Add(torch.Tensor.TotalCount);
        _memory.Add(ProcessMemory.CurrentMib);
    }

    internal IReadOnlyDictionary<string, double> Figures() => new Dictionary<string, double>
    {
        ["tensors_start"] = _tensors[WarmUp - 1],
        ["tensors_end"] = _tensors[^1],
        ["tensors_peak"] = _tensors.Skip(WarmUp - 1).Max(),
        ["rss_start_mib"] = _memory[WarmUp - 1],
        ["rss_end_mib"] = _memory[^1],
        ["peak_rss_mib"] = ProcessMemory.PeakMib,
    };
}
