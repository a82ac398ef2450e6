using System.Runtime.CompilerServices;
using static System.FormattableString;

namespace Microsoft.ML.MultiTask;

/// <summary>Options of <see cref="MultiTaskTransformsCatalog.Augment"/>: how the frames and labels of a row vary from epoch to epoch.</summary>
/// <remarks>
/// Every row draws its own values, the same for all of its frames and labels, from a generator of the seed, the epoch and the row's id. Flip and
/// scale are by default those of Eigen et al., NeurIPS 2014, arXiv:1406.2283, section 3.4; the colours those of Godard et al., "Digging Into
/// Self-Supervised Monocular Depth Estimation", ICCV 2019, arXiv:1806.01260. Deviation: colours vary in every row instead of every other, and the
/// hue by half as much, because it tells classes apart.
/// </remarks>
public sealed record AugmentationOptions
{
    /// <summary>The share of rows whose images are mirrored, left to right.</summary>
    /// <value>0 to 1. Default 0.5.</value>
    public double FlipProbability { get; init; } = 0.5;

    /// <summary>The smallest factor by which images are scaled.</summary>
    /// <remarks>An image that was scaled below 1 lies at a random place; around it labels are missing, and frames have the colour (124, 116, 104),
    /// ImageNet's mean, before blur and noise.</remarks>
    /// <value>0.1 to 10. Default 1.</value>
    public double MinimumScale { get; init; } = 1;

    /// <summary>The largest factor by which images are scaled; factors are drawn evenly between the two. Of an image that was scaled above 1 a
    /// random part of the original size is taken.</summary>
    /// <value><see cref="MinimumScale"/> to 10. Default 1.5.</value>
    public double MaximumScale { get; init; } = 1.5;

    /// <summary>How far the factor of the brightness may be from 1.</summary>
    /// <value>0 to 1. Default 0.2.</value>
    public double Brightness { get; init; } = 0.2;

    /// <summary>How far the factor of the contrast may be from 1: 0 would make a frame its mean grey.</summary>
    /// <value>0 to 1. Default 0.2.</value>
    public double Contrast { get; init; } = 0.2;

    /// <summary>How far the factor of the saturation may be from 1: 0 would make a frame grey.</summary>
    /// <value>0 to 1. Default 0.2.</value>
    public double Saturation { get; init; } = 0.2;

    /// <summary>How far hues may turn, in either direction, in turns of the colour circle.</summary>
    /// <value>0 to 0.5. Default 0.05, 18 degrees.</value>
    public double Hue { get; init; } = 0.05;

    /// <summary>The share of rows whose frames are blurred by a Gaussian.</summary>
    /// <value>0 to 1. Default 0.</value>
    public double BlurProbability { get; init; }

    /// <summary>The smallest standard deviation of the blur.</summary>
    /// <value>Pixels, 0.1 to 10. Default 0.1.</value>
    public double MinimumBlur { get; init; } = 0.1;

    /// <summary>The largest standard deviation of the blur; they are drawn evenly between the two.</summary>
    /// <value>Pixels, <see cref="MinimumBlur"/> to 10. Default 2.</value>
    public double MaximumBlur { get; init; } = 2;

    /// <summary>The standard deviation of Gaussian noise, drawn for every sample of every frame of a row.</summary>
    /// <value>0 to 255, in the units of frames of 0 to 255. Default 0.</value>
    public double NoiseDeviation { get; init; }

    /// <summary>The frame columns, Vector&lt;Byte or Single, 3, H, W&gt; of 0 to 255.</summary>
    /// <value>Default null: <c>Frame0</c>, <c>Frame1</c> and so on, as many as the data has.</value>
    public IReadOnlyList<string>? FrameColumns { get; init; }

    /// <summary>Label columns of several planes, Vector&lt;Byte or Single, K, H, W&gt;. Every column of one plane of the frames' size is a label
    /// without being named.</summary>
    /// <remarks>Values are moved, not turned: a flip would falsify directions, such as flow or normals.</remarks>
    /// <value>Default none.</value>
    public IReadOnlyList<string> LabelColumns { get; init; } = [];

    /// <summary>What scaling does to the values of label columns of type Single, by name.</summary>
    /// <value>Default empty: <see cref="ZoomEffect.Unchanged"/> for all.</value>
    public IReadOnlyDictionary<string, ZoomEffect> ZoomEffects { get; init; } = new Dictionary<string, ZoomEffect>();

    /// <summary>The seed of all draws.</summary>
    /// <value>Default null: the seed of the training.</value>
    public int? Seed { get; init; }

    /// <summary>Throws <see cref="ArgumentException"/> naming the option that is out of range.</summary>
    internal void Validate()
    {
        Within(FlipProbability, 0, 1);
        Within(MinimumScale, 0.1, 10);
        Within(MaximumScale, MinimumScale, 10);
        Within(Brightness, 0, 1);
        Within(Contrast, 0, 1);
        Within(Saturation, 0, 1);
        Within(Hue, 0, 0.5);
        Within(BlurProbability, 0, 1);
        Within(MinimumBlur, 0.1, 10);
        Within(MaximumBlur, MinimumBlur, 10);
        Within(NoiseDeviation, 0, 255);
        if (FrameColumns is { Count: 0 })
            throw new ArgumentException($"'{nameof(FrameColumns)}' must name a column, or be null.", nameof(FrameColumns));
        if (LabelColumns.Concat(FrameColumns ?? []).Any(string.IsNullOrEmpty))
            throw new ArgumentException($"'{nameof(FrameColumns)}' and '{nameof(LabelColumns)}' must hold names of columns, but one was empty.");
        foreach (var (name, effect) in ZoomEffects)
            if (!Enum.IsDefined(effect))
                throw new ArgumentException(
                    $"'{nameof(ZoomEffects)}' must be of {string.Join(", ", Enum.GetNames<ZoomEffect>())}, but '{name}' was {effect}.", nameof(ZoomEffects));
    }

    private static void Within(double value, double least, double most, [CallerArgumentExpression(nameof(value))] string option = "")
    {
        if (!(value >= least && value <= most))
            throw new ArgumentOutOfRangeException(option, Invariant($"'{option}' must be from {least} to {most}, but was {value}."));
    }
}
