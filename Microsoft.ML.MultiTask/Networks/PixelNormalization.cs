namespace Microsoft.ML.MultiTask;

/// <summary>
/// What is done to a frame's pixels before the encoder: (value * Scale - Mean) / Deviation per channel, in R, G, B order.
/// </summary>
public sealed record PixelNormalization
{
    /// <summary>RGB / 255, then ImageNet's mean and deviation: what torchvision's pretrained encoders expect. The default.</summary>
    public static PixelNormalization ImageNet { get; } = new();

    /// <summary>The factor on a pixel's value of 0 to 255.</summary>
    /// <value>Positive; default 1/255.</value>
    public double Scale { get; init; } = 1 / 255.0;

    /// <summary>What is subtracted after scaling, three numbers.</summary>
    public IReadOnlyList<double> Mean { get; init; } = [0.485, 0.456, 0.406];

    /// <summary>What the difference is divided by, three positive numbers.</summary>
    public IReadOnlyList<double> Deviation { get; init; } = [0.229, 0.224, 0.225];
}
