using Microsoft.ML.MultiTask.Batches;

namespace Microsoft.ML.MultiTask.Training;

/// <summary>Finds tasks all of whose labels are of one class: there is nothing to learn, and usually the labels are encoded otherwise.</summary>
internal sealed class SingleClassLabels(IReadOnlyList<DenseTask> tasks)
{
    private readonly byte?[] _first = new byte?[tasks.Count];
    private readonly bool[] _hasTwo = new bool[tasks.Count];

    /// <summary>Looks at the labels of a batch, of each task until it has two classes.</summary>
    internal void Look(HostBatch batch)
    {
        for (int t = 0; t < tasks.Count; t++)
            for (int row = 0; row < batch.Rows && !_hasTwo[t] && tasks[t].ItemType.RawType == typeof(byte); row++)
                Look(t, batch.LabelPixels(t, row));
    }

    /// <summary>A sentence for each such task.</summary>
    internal IEnumerable<string> Describe() =>
        Enumerable.Range(0, tasks.Count).Where(t => _first[t] is not null && !_hasTwo[t]).Select(t =>
            $"All labels of task '{tasks[t].Name}' in column '{tasks[t].LabelColumnName}' are of class {_first[t]}: there is nothing to learn. "
            + "Does their encoding fit the files?");

    private void Look(int task, ReadOnlySpan<byte> pixels)
    {
        if (_first[task] is null && pixels.IndexOfAnyExcept(DenseTask.Ignore) is >= 0 and var labelled)
            _first[task] = pixels[labelled];
        if (_first[task] is { } first)
            _hasTwo[task] = pixels.IndexOfAnyExcept(DenseTask.Ignore, first) >= 0;
    }
}
