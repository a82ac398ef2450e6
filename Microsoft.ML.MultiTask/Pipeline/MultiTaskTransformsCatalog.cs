using System.Diagnostics.CodeAnalysis;

namespace Microsoft.ML.MultiTask;

/// <summary>Transforms that prepare data for multi-task training and scoring.</summary>
public sealed class MultiTaskTransformsCatalog
{
    private readonly MLContext _mlContext;

    internal MultiTaskTransformsCatalog(MLContext mlContext) => _mlContext = mlContext;

    /// <summary>Decodes the frames and labels of path columns to one size. See <see cref="LoadFramesTransformer"/> for the columns.</summary>
    /// <remarks>
    /// Frames are scaled by area averaging where they shrink and linear interpolation where they grow, labels by nearest neighbour. All
    /// image files of a row must have the same size.
    /// </remarks>
    /// <param name="height">Rows of every decoded image, at least 1 pixel.</param>
    /// <param name="width">Columns of every decoded image, at least 1 pixel.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive, or too large for an array.</exception>
    public LoadFramesEstimator LoadFrames(int height, int width) => LoadFrames(new LoadFramesOptions { Height = height, Width = width });

    /// <summary>Decodes the frames and labels of path columns to one size. See <see cref="LoadFramesTransformer"/> for the columns.</summary>
    /// <param name="options">The size, encodings and cache folder.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public LoadFramesEstimator LoadFrames(LoadFramesOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return new LoadFramesEstimator(_mlContext, options);
    }

    /// <summary>Varies the frames and labels of the rows that a trainer reads, from epoch to epoch: flips, scales, crops and colours, the same for
    /// all frames and labels of a row.</summary>
    /// <remarks>
    /// Comes last before the trainer, after a cache: <c>loadFrames.AppendCacheCheckpoint(mlContext).Append(augment,
    /// TransformerScope.Training).Append(trainer)</c>. See <see cref="AugmentTransformer"/> for the columns.
    /// </remarks>
    /// <param name="options">What varies and how far; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    [SuppressMessage("Performance", "CA1822", Justification = "An instance member, like the operations of ML.NET's own catalogs.")]
    public AugmentEstimator Augment(AugmentationOptions? options = null)
    {
        options ??= new AugmentationOptions();
        options.Validate();
        return new AugmentEstimator(options);
    }
}
