using Microsoft.ML.MultiTask.Images;
using Microsoft.ML.MultiTask.Pipeline;

namespace Microsoft.ML.MultiTask.Reporting.Inspection;

/// <summary>Reads the files of a label column and counts what they hold. Not thread-safe: each thread has its own, added up at the
/// end.</summary>
internal abstract class LabelTally(string name)
{
    /// <summary>Sound files so far.</summary>
    protected long Files { get; set; }

    protected string Name => name;

    /// <param name="column">The column of paths.</param>
    /// <param name="png">Decodes the files; may be shared with others on the same thread.</param>
    public static LabelTally For(FrameColumn column, PngDecoder png) => column.Encoding is ClassLabelEncoding classes
        ? new ClassLabelTally(column.Name, classes, png)
        : new DepthLabelTally(column.Name, (DepthLabelEncoding)column.Encoding!, png);

    /// <summary>Counts the pixels of a file at its own size; nothing of one that is not sound.</summary>
    /// <param name="file">The file.</param>
    /// <param name="frameSize">The size of the frame it labels, which it must have too; null when not known.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is not sound; the message names it.</exception>
    public abstract void Add(InspectedFile file, ImageSize? frameSize);

    /// <summary>Adds what another tally of the same column has counted.</summary>
    public abstract void Add(LabelTally other);

    /// <summary>The pixels of a file that has its frame's size; of one whose frame tells none, what its header says.</summary>
    protected static int PixelsOf(InspectedFile file, ImageSize? frameSize)
    {
        if (frameSize is { } size)
            return checked(size.Width * size.Height);
        var header = PngReader.ReadHeader(file.Path);
        return checked(header.Width * header.Height);
    }

    /// <summary>What was counted.</summary>
    /// <param name="rows">Rows of the data.</param>
    /// <param name="labelledRows">Those that name a file of this column.</param>
    public abstract LabelInspection Result(long rows, long labelledRows);
}
