using Microsoft.ML.MultiTask.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.MultiTask;

/// <summary>Reads video data sets as rows of paths, which are cheap to shuffle, filter and split before anything is decoded.</summary>
/// <remarks>
/// The columns of a row: text <c>Frame0Path</c> (the frame at time t), <c>Frame1Path</c> (one stride earlier), … for every stream; text
/// <c>SegmentationPath</c>, <c>DepthPath</c> and <c>MotionPath</c>, empty where the frame lacks that label, each present if the data set
/// has any such label at all and annotated with its <see cref="LabelEncoding"/>; behind a label whose encoding differs from frame to frame
/// text <c>DepthEncoding</c> or <c>MotionEncoding</c>, the frame's own as JSON; text <c>Sequence</c>; Int32 <c>FrameIndex</c>.
/// Rows are ordered by sequence name and frame number. <c>Transforms.LoadFrames</c> turns paths into pixels.
/// </remarks>
public sealed partial class MultiTaskDataCatalog
{
    private readonly MLContext _mlContext;

    internal MultiTaskDataCatalog(MLContext mlContext) => _mlContext = mlContext;

    private FrameTable Rows(DataSet data, SequenceOptions options)
    {
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
