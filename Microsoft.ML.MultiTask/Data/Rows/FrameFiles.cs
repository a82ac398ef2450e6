namespace Microsoft.ML.MultiTask.Data.Rows;

/// <summary>One file per position of a sequence: a stream of frames, or a label.</summary>
internal abstract class FrameFiles
{
    /// <summary>The path of the file at a position; empty if there is none.</summary>
    public abstract string PathOf(int position);

    /// <summary>Whether there is a file at a position.</summary>
    public abstract bool Has(int position);

    /// <summary>Whether there is any file.</summary>
    public abstract bool HasAny { get; }
}
