using Microsoft.ML.Runtime;

namespace Microsoft.ML.MultiTask;

/// <summary>Reads video data sets as rows of paths, which are cheap to shuffle, filter and split before anything is decoded.</summary>
/// <remarks>
/// The columns of a row: text <c>Frame0Path</c> (the frame at time t), <c>Frame1Path</c> (one stride earlier), … for every stream; text
/// <c>SegmentationPath</c>, <c>DepthPath</c> and <c>MotionPath</c>, empty where the frame lacks that label, each present if the data set
/// has any such label at all and annotated with its <see cref="LabelEncoding"/>; text <c>Sequence</c>; Int32 <c>FrameIndex</c>.
/// Rows are ordered by sequence name and frame number. <c>Transforms.LoadFrames</c> turns paths into pixels.
/// </remarks>
public sealed partial class MultiTaskDataCatalog
{
    private readonly MLContext _mlContext;

    internal MultiTaskDataCatalog(MLContext mlContext) => _mlContext = mlContext;

    /// <summary>Reads video sequences in the layout of SYNTHIA.</summary>
    /// <remarks>
    /// A sequence holds <c>RGB</c>, and if it has them <c>Depth</c>, <c>GT/LABELS</c> and <c>Motion</c>, each with the camera's folder
    /// (<c>Stereo_Left/Omni_F</c>) of files NNNNNN.png. Depth and classes are 16-bit RGB images as published, read from the first channel;
    /// class labels may be of any PNG format that keeps the class there (8-bit grey, palette), depth of any of 16 bits.
    /// <para>Ros et al., "The SYNTHIA Dataset", CVPR 2016. The <c>Motion</c> folder is an addition: 8-bit, 0 static, 1 moving, 255
    /// unknown.</para>
    /// </remarks>
    /// <param name="folder">A sequence, such as SYNTHIA-SEQS-02-SUMMER, or a folder of sequences.</param>
    /// <param name="options">Streams, stride, camera and encodings; null for the defaults.</param>
    /// <returns>Rows of paths; files are listed now and read when rows are decoded.</returns>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist, or neither is nor holds a sequence.</exception>
    /// <exception cref="InvalidDataException">A sequence has no frames or a label without a frame, or no frame has its
    /// predecessors.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public IDataView LoadSynthia(string folder, SynthiaOptions? options = null)
    {
        options ??= new SynthiaOptions();
        options.Validate();
        var layout = new SequenceLayout("SYNTHIA", "RGB/" + options.Camera,
        [
            new LabelFolder("Segmentation", "GT/LABELS/" + options.Camera, options.Segmentation),
            new LabelFolder("Depth", "Depth/" + options.Camera, options.Depth),
            new LabelFolder("Motion", "Motion/" + options.Camera, options.Motion),
        ]);
        return Load(folder, layout, options);
    }

    /// <summary>Reads video sequences from plain folders: <c>frames</c>, and if there are labels <c>segmentation</c>, <c>depth</c>,
    /// <c>motion</c>.</summary>
    /// <remarks>
    /// Files are named by frame number: frames NNNNNN.png or .jpg, labels NNNNNN.png. By default segmentation holds Cityscapes training
    /// classes (0 to 18), depth 16-bit values of 1/256 metre with 0 for missing, motion 0 static and 1 moving; 255 is ignored in both.
    /// </remarks>
    /// <param name="folder">A sequence or a folder of sequences.</param>
    /// <param name="options">Streams, stride and encodings; null for the defaults.</param>
    /// <returns>Rows of paths; files are listed now and read when rows are decoded.</returns>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist, or neither is nor holds a sequence.</exception>
    /// <exception cref="InvalidDataException">A sequence has no frames or a label without a frame, or no frame has its
    /// predecessors.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public IDataView LoadFrameFolders(string folder, FrameFolderOptions? options = null)
    {
        options ??= new FrameFolderOptions();
        options.Validate();
        var layout = new SequenceLayout("Frame folders", "frames",
        [
            new LabelFolder("Segmentation", "segmentation", options.Segmentation),
            new LabelFolder("Depth", "depth", options.Depth),
            new LabelFolder("Motion", "motion", options.Motion),
        ]);
        return Load(folder, layout, options);
    }

    private FrameTable Load(string folder, SequenceLayout layout, SequenceOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        var sequences = layout.Read(folder);
        var table = new FrameTable(sequences, layout.Labels, options);
        var frames = sequences.Sum(sequence => sequence.Count);
        if (table.RowCount == 0)
            throw new InvalidDataException(
                $"{layout.Name} '{folder}': none of {frames} frames has the {options.Streams - 1} predecessors that "
                + $"{options.Streams} streams at stride {options.Stride} need; "
                + $"expected sequences of at least {((options.Streams - 1L) * options.Stride) + 1} consecutive frames.");

        using var channel = ((IHostEnvironment)_mlContext).Register(nameof(MultiTaskDataCatalog)).Start("Load");
        channel.Info(MessageSensitivity.UserData, "{0} rows of {1} frames in {2} sequences of '{3}'; {4} frames lack predecessors",
            table.RowCount, frames, sequences.Count, folder, frames - table.RowCount);
        return table;
    }
}
