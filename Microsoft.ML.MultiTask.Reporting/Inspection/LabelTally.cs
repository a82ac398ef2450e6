namespace Microsoft.ML.MultiTask.Reporting.Inspection;

/// <summary>Counts the pixels of a label column's files. Not thread-safe: each thread has its own, and they are added up at the
/// end.</summary>
internal abstract class LabelTally(string name)
{
    /// <summary>Intact files counted so far.</summary>
    protected long Files { get; set; }

    protected string Name => name;

    /// <summary>An empty tally for a column of label paths.</summary>
    public static LabelTally For(FrameColumn column) => column.Encoding is ClassLabelEncoding classes
        ? new ClassLabelTally(column.Name, classes)
        : new DepthLabelTally(column.Name, (DepthLabelEncoding)column.Encoding!);

    /// <summary>Counts the pixels of a file at its own size; a broken file changes nothing.</summary>
    /// <param name="file">The file.</param>
    /// <param name="frameSize">The size of the labelled frame, which the label must share; null if unknown.</param>
    /// <param name="reader">Reads the file.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is broken; the message names it.</exception>
    public abstract void Add(InspectedFile file, ImageSize? frameSize, ImageFileReader reader);

    /// <summary>Adds the counts of another tally of the same column.</summary>
    public abstract void Add(LabelTally other);

    /// <summary>The counts as a result.</summary>
    /// <param name="rows">Rows of the data.</param>
    /// <param name="labelledRows">Rows that name a file of this column.</param>
    public abstract LabelInspection Result(long rows, long labelledRows);
}
