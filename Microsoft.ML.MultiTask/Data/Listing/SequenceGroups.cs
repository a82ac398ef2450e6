using Microsoft.ML.MultiTask.Data.Rows;

namespace Microsoft.ML.MultiTask.Data.Listing;

/// <summary>Collects the sequences of a data set whose files are named by group and number; a group is a sequence.</summary>
internal sealed class SequenceGroups(IReadOnlyList<LabelColumn> labels)
{
    private readonly SortedDictionary<string, SequenceFiles> _sequences = new(StringComparer.Ordinal);

    public IEnumerable<SequenceFiles> Sequences => _sequences.Values;

    /// <summary>The sequence of a group; a new one of that name if it has none yet.</summary>
    public SequenceFiles Of(string group, string name)
    {
        if (!_sequences.TryGetValue(group, out var sequence))
            _sequences[group] = sequence = new SequenceFiles(name, labels);
        return sequence;
    }

    public bool Has(string group) => _sequences.ContainsKey(group);

    public FrameSequence[] Build() => [.. _sequences.Values.Select(sequence => sequence.Build())];
}
