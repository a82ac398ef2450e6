namespace Microsoft.ML.MultiTask;

/// <summary>How rows are made from the frames of video sequences.</summary>
public abstract record SequenceOptions
{
    private protected SequenceOptions()
    {
    }

    /// <summary>Frames in a row: the frame itself and its predecessors.</summary>
    /// <value>At least 1. Default 2.</value>
    public int Streams { get; init; } = 2;

    /// <summary>Distance between the frames of a row, in frame numbers: with 2, the predecessors of frame 10 are 8, 6, ….</summary>
    /// <value>At least 1. Default 1.</value>
    public int Stride { get; init; } = 1;

    /// <summary>What becomes of a frame whose predecessors do not all exist.</summary>
    /// <value>Default <see cref="MultiTask.SequenceStart.Skip"/>.</value>
    public SequenceStart SequenceStart { get; init; } = SequenceStart.Skip;

    /// <summary>Throws <see cref="ArgumentException"/> naming the option that is out of range.</summary>
    internal virtual void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Streams, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Stride, 1);
        if (!Enum.IsDefined(SequenceStart))
            throw new ArgumentOutOfRangeException(nameof(SequenceStart), SequenceStart, "'SequenceStart' must be Skip or Repeat.");
    }
}
