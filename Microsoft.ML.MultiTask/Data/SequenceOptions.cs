namespace Microsoft.ML.MultiTask;

/// <summary>Options of every reader: how rows are made from the frames of video sequences.</summary>
public abstract record SequenceOptions
{
    private protected SequenceOptions()
    {
    }

    /// <summary>Number of frames per row: the frame itself and its neighbours in time, normally its predecessors.</summary>
    /// <value>At least 1. Default 2.</value>
    public int Streams { get; init; } = 2;

    /// <summary>Distance between the frames of a row, in frame numbers: with 2, the predecessors of frame 10 are 8, 6, …; with -1, its
    /// successors 11, 12, … are used instead.</summary>
    /// <value>Not 0. Default 1, unless the options of a reader say otherwise.</value>
    public int Stride { get; init; } = 1;

    /// <summary>What to do with a frame that lacks some of its neighbours.</summary>
    /// <value>Default <see cref="MultiTask.SequenceStart.Skip"/>, unless the options of a reader say otherwise.</value>
    public SequenceStart SequenceStart { get; init; } = SequenceStart.Skip;

    /// <summary>Maps the classes of <c>Segmentation</c> to others, such as those of <see cref="MultiTask.ClassMap.Cityscapes"/>.</summary>
    /// <value>Default null: the classes of the reader's encoding.</value>
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

    /// <summary>The segmentation encoding, mapped to the classes of <see cref="ClassMap"/> if there is one.</summary>
    /// <exception cref="ArgumentException">The encoding is invalid, or the map does not fit it.</exception>
    internal ClassLabelEncoding Mapped(ClassLabelEncoding segmentation)
    {
        segmentation.Validate();
        return ClassMap is null ? segmentation : segmentation.MapClasses(ClassMap);
    }

    /// <exception cref="ArgumentOutOfRangeException">The data set has no such split.</exception>
    private protected static void CheckSplit(DataSplit split, params ReadOnlySpan<DataSplit> allowed)
    {
        if (!allowed.Contains(split))
            throw new ArgumentOutOfRangeException(nameof(split), split, $"'Split' must be one of {string.Join(", ", allowed.ToArray())}.");
    }

    /// <exception cref="ArgumentException">There is no name, or one is empty.</exception>
    private protected static void CheckNames(IReadOnlyList<string> names, string option)
    {
        if (names.Count == 0 || names.Any(string.IsNullOrWhiteSpace))
            throw new ArgumentException(
                $"'{option}' must hold at least one name and no empty one, but was '{string.Join("', '", names)}'.", option);
    }

    /// <exception cref="ArgumentException">An encoding is invalid, or a name is empty, starts with Frame, or is one of
    /// <paramref name="taken"/>.</exception>
    private protected static void CheckLabels(
        IReadOnlyDictionary<string, LabelEncoding> labels, string option, params ReadOnlySpan<string> taken)
    {
        foreach (var (name, encoding) in labels)
        {
            encoding.Validate();
            if (string.IsNullOrWhiteSpace(name) || taken.Contains(name) || name.StartsWith("Frame", StringComparison.Ordinal))
                throw new ArgumentException(
                    $"'{option}' must not hold an empty name or any of {string.Join(", ", (string[])[.. taken, "Frame*"])}, "
                    + $"but holds '{name}'.", option);
        }
    }
}
