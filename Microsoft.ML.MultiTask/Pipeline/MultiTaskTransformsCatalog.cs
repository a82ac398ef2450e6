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
}
