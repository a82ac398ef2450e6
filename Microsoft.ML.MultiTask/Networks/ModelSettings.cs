namespace Microsoft.ML.MultiTask.Networks;

/// <summary>Everything, beside tasks and weights, that a model is made of; saved with it.</summary>
internal sealed record ModelSettings
{
    public required NetworkSettings Network { get; init; }

    public required PixelNormalization Normalization { get; init; }

    /// <summary>Height of the frames, pixels.</summary>
    public required int Height { get; init; }

    /// <summary>Width of the frames, pixels.</summary>
    public required int Width { get; init; }

    /// <summary>The frames' columns, the current one first.</summary>
    public required IReadOnlyList<string> FrameColumnNames { get; init; }

    /// <summary>Whether LoadFrames decoded the frames of the training data: then an image file can be read in the same way.</summary>
    public bool LoadsFrames { get; init; }

    /// <summary>Whether the transformer adds each decoder's output as a column.</summary>
    public required bool IncludesScores { get; init; }

    /// <summary>By task name the names of its classes, where the label column had them.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> ClassNames { get; init; }
}
