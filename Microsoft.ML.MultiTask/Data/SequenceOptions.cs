namespace Microsoft.ML.MultiTask;

/// <summary>How rows are made from the frames of video sequences.</summary>
public abstract record SequenceOptions
{
    private protected SequenceOptions()
    {
    }

    /// <summary>Frames in a row: the frame itself and its neighbours in time, as a rule its predecessors.</summary>
    /// <value>At least 1. Default 2.</value>
    public int Streams { get; init; } = 2;

    /// <summary>Distance between the frames of a row, in frame numbers: with 2, the predecessors of frame 10 are 8, 6, …; with -1, its
    /// successors 11, 12, … take their place.</summary>
    /// <value>Not 0. Default 1, or what the options of a reader say.</value>
    public int Stride { get; init; } = 1;

    /// <summary>What becomes of a frame whose neighbours do not all exist.</summary>
    /// <value>Default <see cref="MultiTask.SequenceStart.Skip"/>.</value>
    public SequenceStart SequenceStart { get; init; } = SequenceStart.Skip;

    /// <summary>Turns the classes of <c>Segmentation</c> into others, such as <see cref="MultiTask.ClassMap.Cityscapes"/>.</summary>
    /// <value>Default null: the classes that the reader's encoding has.</value>
    public ClassMap? ClassMap { get; init; }

    /// <summary>Throws <see cref="ArgumentException"/> naming the option that is out of range.</summary>
    internal virtual void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Streams, 1);
        ArgumentOutOfRangeException.ThrowIfZero(Stride);
        if (!Enum.IsDefined(SequenceStart))
            throw new ArgumentOutOfRangeException(nameof(SequenceStart), SequenceStart, "'SequenceStart' must be Skip or Repeat.");
        ClassMap?.Validate();
    }

    /// <summary>A segmentation encoding with the classes of <see cref="ClassMap"/>.</summary>
    /// <exception cref="ArgumentException">The encoding is out of range, or the map does not fit it.</exception>
    private protected ClassLabelEncoding Mapped(ClassLabelEncoding segmentation)
    {
        segmentation.Validate();
        return ClassMap is null ? segmentation : segmentation.MapClasses(ClassMap);
    }

    /// <exception cref="ArgumentOutOfRangeException">The data set has no such part.</exception>
    private protected static void CheckSplit(DataSplit split, params ReadOnlySpan<DataSplit> allowed)
    {
        if (!allowed.Contains(split))
            throw new ArgumentOutOfRangeException(nameof(split), split, $"'Split' must be one of {string.Join(", ", allowed.ToArray())}.");
    }

    /// <exception cref="ArgumentException">There are no names, or an empty one.</exception>
    private protected static void CheckNames(IReadOnlyList<string> names, string option)
    {
        if (names.Count == 0 || names.Any(string.IsNullOrWhiteSpace))
            throw new ArgumentException(
                $"'{option}' must be at least one name, none of them empty, but was '{string.Join("', '", names)}'.", option);
    }

    /// <exception cref="ArgumentException">An encoding is out of range, or a name is empty, a frame's, or one of
    /// <paramref name="taken"/>.</exception>
    private protected static void CheckLabels(
        IReadOnlyDictionary<string, LabelEncoding> labels, string option, params ReadOnlySpan<string> taken)
    {
        foreach (var (name, encoding) in labels)
        {
            encoding.Validate();
            if (string.IsNullOrWhiteSpace(name) || taken.Contains(name) || name.StartsWith("Frame", StringComparison.Ordinal))
                throw new ArgumentException(
                    $"'{option}' must name labels other than {string.Join(", ", taken.ToArray())} and frames, but names '{name}'.", option);
        }
    }
}
