using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Pipeline.Augmentation;

/// <summary>What a row draws: one value of each kind for all of its frames and labels.</summary>
/// <param name="Flips">Whether images are mirrored, left to right.</param>
/// <param name="Scale">The factor by which images are scaled.</param>
/// <param name="Across">Where a crop or a smaller image lies, from 0 (left) to below 1.</param>
/// <param name="Down">The same from 0 (top) to below 1.</param>
/// <param name="Brightness">The factor of the brightness.</param>
/// <param name="Contrast">The factor of the contrast.</param>
/// <param name="Saturation">The factor of the saturation.</param>
/// <param name="HueTurns">By how many turns of the colour circle hues move.</param>
/// <param name="Blur">The standard deviation of the blur, pixels; 0 for none.</param>
/// <param name="NoiseKey">The key of the noise's generator; that of a frame's noise has the frame's number, too.</param>
internal sealed record RowAugmentation(
    bool Flips, double Scale, double Across, double Down, float Brightness, float Contrast, float Saturation, float HueTurns, double Blur, ulong NoiseKey)
{
    /// <summary>Draws all values, also of what is switched off, so that an option changes no other one's draws.</summary>
    internal static RowAugmentation Draw(AugmentationOptions options, int seed, int epoch, DataViewRowId row)
    {
        var random = new SplitMix64((ulong)(options.Seed ?? seed), (ulong)epoch, row.Low, row.High);
        bool flips = random.NextDouble() < options.FlipProbability;
        double scale = Between(options.MinimumScale, options.MaximumScale);
        double across = random.NextDouble(), down = random.NextDouble();
        float brightness = Around(1, options.Brightness), contrast = Around(1, options.Contrast), saturation = Around(1, options.Saturation);
        float hue = Around(0, options.Hue);
        bool blurs = random.NextDouble() < options.BlurProbability;
        double blur = Between(options.MinimumBlur, options.MaximumBlur);
        return new(flips, scale, across, down, brightness, contrast, saturation, hue, blurs ? blur : 0, random.Next());

        double Between(double least, double most) => least + (most - least) * random.NextDouble();
        float Around(double center, double range) => (float)Between(center - range, center + range);
    }
}
