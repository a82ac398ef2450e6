namespace Microsoft.ML.MultiTask;

/// <summary>What becomes of a frame whose neighbours do not all exist: at the start of a sequence (at its end with a negative stride), and
/// after a gap in its frame numbers.</summary>
public enum SequenceStart
{
    /// <summary>It makes no row.</summary>
    Skip,

    /// <summary>It makes a row in which the farthest neighbour there is, or the frame itself, stands in for the missing ones.</summary>
    Repeat,
}
