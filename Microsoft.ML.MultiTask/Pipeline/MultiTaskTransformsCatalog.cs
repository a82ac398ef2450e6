namespace Microsoft.ML.MultiTask;

/// <summary>Transforms that prepare data for multi-task training and scoring.</summary>
public sealed class MultiTaskTransformsCatalog
{
    private readonly MLContext _mlContext;

    internal MultiTaskTransformsCatalog(MLContext mlContext) => _mlContext = mlContext;

    /// <summary>Decodes the frames and labels that columns of paths name, to one size. See <see cref="LoadFramesTransformer"/> for the
    /// columns.</summary>
    /// <remarks>
    /// Frames are averaged over the area of each pixel where they shrink and interpolated where they grow; labels take the nearest
    /// pixel. All images of a row must have the same size on disk.
    /// </remarks>
    /// <param name="height">Rows of every decoded image, at least 1 pixel.</param>
    /// <param name="width">Columns of every decoded image, at least 1 pixel.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive, or too large for an array.</exception>
    public LoadFramesEstimator LoadFrames(int height, int width) => LoadFrames(new LoadFramesOptions { Height = height, Width = width });

    /// <summary>Decodes the frames and labels that columns of paths name, to one size. See <see cref="LoadFramesTransformer"/> for the
    /// columns.</summary>
    /// <param name="options">The size, and encodings of labels whose columns do not say their own.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public LoadFramesEstimator LoadFrames(LoadFramesOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return new LoadFramesEstimator(_mlContext, options);
    }
}
