namespace Microsoft.ML.MultiTask.Pipeline.Augmentation;

/// <summary>Blurs planes by a Gaussian, and adds Gaussian noise. Reuses its buffers; not thread-safe.</summary>
internal sealed class GaussianFilter(int height, int width)
{
    private float[] _padded = [];                                   // a plane, its edges repeated beside or above and below it
    private float[] _weights = [];
    private int _radius;

    /// <summary>Takes on a standard deviation.</summary>
    /// <param name="deviation">Pixels. The kernel ends at 3 deviations, and its weights sum to 1.</param>
    internal void Set(double deviation)
    {
        _radius = (int)Math.Ceiling(3 * deviation);
        double[] weights = [.. Enumerable.Range(-_radius, 2 * _radius + 1).Select(x => Math.Exp(-x * x / (2 * deviation * deviation)))];
        _weights = [.. weights.Select(weight => (float)(weight / weights.Sum()))];
        int length = Math.Max((height + 2 * _radius) * width, width + 2 * _radius);
        if (_padded.Length < length)
            _padded = new float[length];
    }

    /// <summary>Blurs a plane in place; beyond its edges their pixels go on.</summary>
    /// <param name="plane">[H, W].</param>
    internal void Blur(Span<float> plane)
    {
        for (int y = 0; y < height; y++)
        {
            var row = plane.Slice(y * width, width);
            _padded.AsSpan(0, _radius).Fill(row[0]);
            row.CopyTo(_padded.AsSpan(_radius));
            _padded.AsSpan(_radius + width, _radius).Fill(row[^1]);
            MixedRows.Sum(_padded, stride: 1, _weights, row);
        }
        plane.CopyTo(_padded.AsSpan(_radius * width));
        for (int i = 0; i < _radius; i++)
        {
            plane[..width].CopyTo(_padded.AsSpan(i * width));
            plane[^width..].CopyTo(_padded.AsSpan((_radius + height + i) * width));
        }
        for (int y = 0; y < height; y++)
            MixedRows.Sum(_padded.AsSpan(y * width), width, _weights, plane.Slice(y * width, width));
    }

    /// <summary>Adds noise in place, by the transform of Box and Muller.</summary>
    internal static void AddNoise(Span<float> samples, double deviation, SplitMix64 random)
    {
        for (int i = 0; i < samples.Length; i += 2)
        {
            float radius = (float)deviation * MathF.Sqrt(-2 * MathF.Log((float)(1 - random.NextDouble())));
            var (sine, cosine) = MathF.SinCos((float)(2 * Math.PI * random.NextDouble()));
            samples[i] += radius * cosine;
            if (i + 1 < samples.Length)
                samples[i + 1] += radius * sine;
        }
    }
}
