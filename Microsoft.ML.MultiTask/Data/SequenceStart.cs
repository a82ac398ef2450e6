namespace Microsoft.ML.MultiTask;

/// <summary>What to do with a frame that lacks some of its neighbours: at the start of a sequence (at its end with a negative stride), and
/// after a gap in the frame numbers.</summary>
public enum SequenceStart
{
    /// <summary>The frame makes no row.</summary>
    Skip,

    /// <summary>The frame makes a row in which the farthest existing neighbour, or the frame itself, replaces the missing ones.</summary>
    Repeat,
}
