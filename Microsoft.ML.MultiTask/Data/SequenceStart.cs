namespace Microsoft.ML.MultiTask;

/// <summary>What becomes of a frame whose predecessors do not all exist: at the start of a sequence, and after a gap in its frame
/// numbers.</summary>
public enum SequenceStart
{
    /// <summary>It makes no row.</summary>
    Skip,

    /// <summary>It makes a row in which its oldest existing predecessor, or the frame itself, stands in for the missing ones.</summary>
    Repeat,
}
