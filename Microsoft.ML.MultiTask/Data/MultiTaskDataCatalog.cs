using System.Diagnostics.CodeAnalysis;
using Microsoft.ML.MultiTask.Data.ClassWeights;
using Microsoft.ML.MultiTask.Data.Mixing;
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
    private const string CatalogMember = "Part of the catalog, like ML.NET's own operations.";

    private readonly MLContext _mlContext;

    internal MultiTaskDataCatalog(MLContext mlContext) => _mlContext = mlContext;

    /// <summary>Joins the rows of several data sets for one training; they may have different labels.</summary>
    /// <remarks>
    /// Works on rows of paths and on decoded rows. The result has every column that any view has. For a view that lacks one, values are
    /// missing: an empty path, a class label of 255, a depth label of NaN. When shuffled, all rows are mixed; otherwise the views follow
    /// one another. If views encode a label <c>XPath</c> differently, a column <c>XEncoding</c> holds the encoding of each row.
    /// </remarks>
    /// <param name="views">The data sets; each must give every cursor the same rows.</param>
    /// <returns>A lazy view; nothing is copied.</returns>
    /// <exception cref="ArgumentException"> There is no view; or two views differ in a column's type, classes or encoding, or in their
    /// frames. The message names both views. </exception>
    [SuppressMessage("Performance", "CA1822", Justification = CatalogMember)]
    public IDataView Concatenate(params IDataView[] views)
    {
        CheckViews(views);
        return new MixedDataView([.. views]);
    }

    /// <summary>Draws rows from several data sets by weight, so that the sizes of the data sets do not decide their share in training.</summary>
    /// <remarks>
    /// In every pass each view contributes its share of the rows by weight. Rows of a view are drawn without replacement; a view that is too short
    /// starts again in a new order, and of one that is too long each shuffled pass draws another part. When not shuffled, each view is read from its
    /// start and the views alternate evenly: so cache the views, not the sample. For the columns see <see cref="Concatenate"/>.
    /// </remarks>
    /// <param name="views">The data sets; each must give every cursor the same rows.</param>
    /// <param name="weights">A positive weight per view; null for equal weights.</param>
    /// <param name="rows">Rows per pass, at least 1; null for the total of the views.</param>
    /// <returns>A lazy view; nothing is copied.</returns>
    /// <exception cref="ArgumentException"> A weight or <paramref name="rows"/> is out of range, or the views are not compatible, as for
    /// <see cref="Concatenate"/>. </exception>
    [SuppressMessage("Performance", "CA1822", Justification = CatalogMember)]
    public IDataView Sample(IReadOnlyList<IDataView> views, IReadOnlyList<double>? weights = null, int? rows = null)
    {
        CheckViews(views);
        weights ??= [.. views.Select(_ => 1.0)];
        if (weights.Count != views.Count || weights.Any(weight => !(weight > 0) || !double.IsFinite(weight)))
            throw new ArgumentException(
                $"'{nameof(weights)}' must be {views.Count} positive numbers, one for each view, but was "
                + $"[{string.Join(", ", weights.Select(weight => FormattableString.Invariant($"{weight}")))}].",
                nameof(weights));
        if (rows < 1)
            throw new ArgumentOutOfRangeException(nameof(rows), $"'{nameof(rows)}' must be at least 1, but was {rows}.");
        return new MixedDataView([.. views], [.. weights], rows);
    }

    /// <summary>
    /// Computes class weights that balance rare classes in the loss, in one pass over the labels: the <c>classWeights</c> of
    /// <c>DenseTask.Segmentation</c> and <c>DenseTask.Motion</c>.
    /// </summary>
    /// <remarks>Deviation: unlabelled pixels are not counted, neither for a class nor for the size of their image.</remarks>
    /// <param name="rows">Decoded rows; the training set only.</param>
    /// <param name="labelColumnName">The column of class labels, Vector&lt;Byte, H, W&gt;, 255 where unlabelled.</param>
    /// <param name="classCount">C, 2 to 255; 2 for motion.</param>
    /// <param name="weighting">The formula.</param>
    /// <returns>C positive weights, including classes that do not occur.</returns>
    /// <exception cref="ArgumentException">An argument is out of range, or the column is missing or has another type.</exception>
    /// <exception cref="InvalidDataException">A label is neither 0 to C-1 nor 255, or no pixel has a label.</exception>
    [SuppressMessage("Performance", "CA1822", Justification = CatalogMember)]
    public float[] ClassWeights(
        IDataView rows, string labelColumnName, int classCount, ClassWeighting weighting = ClassWeighting.MedianFrequency)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentException.ThrowIfNullOrEmpty(labelColumnName);
        if (classCount is < 2 or > ClassLabelEncoding.Ignore)
            throw new ArgumentOutOfRangeException(nameof(classCount),
                $"'{nameof(classCount)}' must be 2 to {ClassLabelEncoding.Ignore}, but was {classCount}.");
        return ClassFrequencies.Count(rows, labelColumnName, classCount).Weights(weighting);
    }

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
        channel.Info(MessageSensitivity.UserData, "{0} rows of {1} frames in {2} sequences of '{3}'; {4} frames lack {5} at stride {6} and {7}",
            table.RowCount, frames, data.Sequences.Count, data.Folder, table.FramesWithoutNeighbours, neighbours, options.Stride,
            options.SequenceStart == SequenceStart.Repeat ? "repeat the farthest that exists" : "make no row");
        if (table.LabelsWithoutRow is [_, ..] labels)
            channel.Warning(MessageSensitivity.UserData,
                "No row has a label of {0}: all labelled frames of '{1}' lack {2} at stride {3}, so they make no row", string.Join(", ", labels), data.Folder, neighbours, options.Stride);
        foreach (var warning in data.Warnings)
            channel.Warning(MessageSensitivity.UserData, "{0}", warning);
        return table;
    }

    private static void CheckViews(IReadOnlyList<IDataView> views)
    {
        ArgumentNullException.ThrowIfNull(views);
        if (views.Count == 0 || views.Any(view => view is null))
            throw new ArgumentException($"'{nameof(views)}' must hold at least one view, and no null.", nameof(views));
    }
}
