using Microsoft.ML.MultiTask.Images;

namespace Microsoft.ML.MultiTask.Pipeline.Augmentation;

/// <summary>
/// Where the pixels of a scaled, cropped and perhaps mirrored image come from along one axis. A crop is a whole number of source pixels that is
/// enlarged to the axis; an image made smaller covers a whole number of target pixels. So frames and labels are resized on the same grid, as LoadFrames
/// does it.
/// </summary>
internal sealed class CropAxis
{
    private readonly AxisWeights _weights;
    private readonly int[] _nearest;                                // within the source pixels, for each of the target pixels
    private readonly int _source;                                   // the first source pixel
    private readonly bool _flips;

    /// <param name="length">Pixels of the axis.</param>
    /// <param name="scale">The factor.</param>
    /// <param name="place">Where the crop, or the smaller image, lies: from 0 to below 1.</param>
    /// <param name="flips">Whether the result is mirrored.</param>
    internal CropAxis(int length, double scale, double place, bool flips)
    {
        int sourceCount = scale > 1 ? Math.Max(1, (int)Math.Round(length / scale)) : length;
        int targetCount = scale < 1 ? Math.Max(1, (int)Math.Round(length * scale)) : length;
        _source = (int)(place * (length - sourceCount + 1));
        int target = (int)(place * (length - targetCount + 1));
        (From, To) = flips ? (length - target - targetCount, length - target) : (target, target + targetCount);
        _weights = new AxisWeights(sourceCount, targetCount);
        _nearest = LabelSampler.Nearest(sourceCount, targetCount);
        _flips = flips;
    }

    /// <summary>The first target pixel that shows the source.</summary>
    internal int From { get; }

    /// <summary>The target pixel after the last one that shows the source.</summary>
    internal int To { get; }

    /// <summary>Target pixels per source pixel.</summary>
    internal double Scale => (double)_weights.Target / _weights.Source;

    /// <summary>Source pixels that are mixed in a target pixel.</summary>
    internal int Taps => _weights.Taps;

    /// <summary>Whether every pixel stays where it is.</summary>
    internal bool IsIdentity => !_flips && _weights.Source == _weights.Target;

    /// <summary>The first source pixel that is mixed in target pixel <paramref name="i"/>.</summary>
    internal int Start(int i) => _source + _weights.Start(Place(i));

    /// <summary>The weights of the source pixels, <see cref="Taps"/> of them, that sum to 1.</summary>
    internal ReadOnlySpan<float> Weights(int i) => _weights.Weights(Place(i));

    /// <summary>The source pixel in whose area the centre of target pixel <paramref name="i"/> lies.</summary>
    internal int Nearest(int i) => _source + _nearest[Place(i)];

    private int Place(int i) => _flips ? To - 1 - i : i - From;
}
