namespace Microsoft.ML.MultiTask.Data;

/// <summary>A file for each position of a sequence: one stream of its frames, or one of its labels.</summary>
internal abstract class FrameFiles
{
    /// <summary>The path of the file at a position; empty where there is none.</summary>
    public abstract string PathOf(int position);

    /// <summary>Whether there is a file at a position.</summary>
    public abstract bool Has(int position);

    /// <summary>Whether there is any file.</summary>
    public abstract bool HasAny { get; }
}
