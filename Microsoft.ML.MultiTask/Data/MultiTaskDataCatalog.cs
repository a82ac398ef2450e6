using Microsoft.ML.MultiTask.Data.Rows;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.MultiTask;

/// <summary>Reads video data sets as rows of paths, which are cheap to shuffle, filter and split before anything is decoded.</summary>
/// <remarks>
/// Columns, in this order:
/// <list type="bullet">
/// <item>text <c>Frame0Path</c> (the frame at time t), <c>Frame1Path</c> (one stride earlier), … for every stream;</item>
/// <item>text <c>SegmentationPath</c>, <c>DepthPath</c> and <c>MotionPath</c>, each only if the data set has that label. Empty for frames
/// without it; annotated with its <see cref="LabelEncoding"/>;</item>
/// <item>after a label whose encoding differs between frames, text <c>DepthEncoding</c> or <c>MotionEncoding</c>: the frame's own encoding
/// as JSON;</item>
/// <item>text <c>Sequence</c>; Int32 <c>FrameIndex</c>.</item>
/// </list>
/// Rows are ordered by sequence name and frame number. <c>Transforms.LoadFrames</c> decodes the paths.
/// </remarks>
public sealed partial class MultiTaskDataCatalog
{
    private readonly MLContext _mlContext;

    internal MultiTaskDataCatalog(MLContext mlContext) => _mlContext = mlContext;

    /// <summary>Reads a folder, or a file, of video sequences.</summary>
    private FrameTable Load<TOptions>(string folder, TOptions options, Func<string, TOptions, DataSet> read)
        where TOptions : SequenceOptions
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        options.Validate();
        var data = read(Path.GetFullPath(folder), options);
        var table = new FrameTable(data.Sequences, data.Labels, options);
        var frames = data.Sequences.Sum(sequence => sequence.RowCount);
        var neighbours = options.Stride > 0 ? "predecessors" : "successors";
        if (table.RowCount == 0)
            throw new InvalidDataException(
                $"{data.Name} '{data.Folder}': none of {frames} frames has the {options.Streams - 1} {neighbours} that "
                + $"{options.Streams} streams at stride {options.Stride} need; "
                + $"expected sequences of at least {((options.Streams - 1L) * Math.Abs((long)options.Stride)) + 1} consecutive frames, "
                + $"fewer 'Streams', or 'SequenceStart' = Repeat.");

        using var channel = ((IHostEnvironment)_mlContext).Register(nameof(MultiTaskDataCatalog)).Start("Load");
        channel.Info(MessageSensitivity.UserData, "{0} rows of {1} frames in {2} sequences of '{3}'; {4} frames lack {5}",
            table.RowCount, frames, data.Sequences.Count, data.Folder, frames - table.RowCount, neighbours);
        if (data.Warning is { } warning)
            channel.Warning(MessageSensitivity.UserData, "{0}", warning);
        return table;
    }
}
