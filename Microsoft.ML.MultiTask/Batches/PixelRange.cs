using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Batches;

/// <summary>Finds frames that were scaled already: the network divides pixels of 0 to 255.</summary>
internal static class PixelRange
{
    private const double LeastStep = 0.1;                           // of the encoder's input, between pixels of 0 and 1, where frames of 0 to 1 are meant

    /// <summary>Whether a normalisation is meant for pixels of 0 to 255: those of 0 to 1 would nearly be one colour.</summary>
    internal static bool IsExpectedBy(PixelNormalization normalization) => normalization.Scale / normalization.Deviation.Min() < LeastStep;

    /// <summary>Passes on the first warning alone; null if the normalisation is not meant for pixels of 0 to 255.</summary>
    internal static Action<string>? WarnOnce(PixelNormalization normalization, Action<string> warn)
    {
        bool warned = false;
        return !IsExpectedBy(normalization) ? null : text =>
        {
            if (!warned) warn(text);
            warned = true;
        };
    }

    /// <summary>What is wrong with a frame's pixels if they seem to be of 0 to 1; null otherwise.</summary>
    /// <param name="pixels">[3, H, W]. Read to the first value above 1.</param>
    internal static string? Doubt(ReadOnlySpan<float> pixels)
    {
        bool hasFractions = false;
        float least = float.PositiveInfinity, most = float.NegativeInfinity;
        foreach (float pixel in pixels)
        {
            if (pixel > 1) return null;
            hasFractions |= pixel != MathF.Floor(pixel);
            least = MathF.Min(least, pixel);
            most = MathF.Max(most, pixel);
        }
        return !hasFractions ? null : FormattableString.Invariant(
            $"pixels are from {least:G4} to {most:G4}, but from 0 to 255 is expected. Multiply them by 255, or train with a Normalization of Scale 1.");
    }

    /// <summary>The same of a column's frame in a batch, with the column and the row.</summary>
    internal static string? Doubt(ReadOnlySpan<byte> frame, DataViewSchema.Column column, long row) =>
        ((VectorDataViewType)column.Type).ItemType.RawType == typeof(float)
            && Doubt(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(frame)) is { } doubt ? $"Column '{column.Name}', row {row}: {doubt}" : null;
}
