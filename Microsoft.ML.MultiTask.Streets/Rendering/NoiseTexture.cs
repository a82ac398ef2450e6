namespace Microsoft.ML.MultiTask.Streets.Rendering;

/// <summary>
/// Tiling value noise in [0, 1] with mean 0.5 as a mipmap, so that distant surfaces do not flicker.
/// </summary>
internal static class NoiseTexture
{
    private const int Size = 256;
    private const int Levels = 8;

    private static readonly float[][] s_levels = Build();

    /// <summary>Smooth noise at a point in cells, averaged over about <paramref name="footprint"/> cells.</summary>
    public static float At(float u, float v, float footprint)
    {
        var level = footprint < 2f ? 0 : Math.Min(Levels - 1, (BitConverter.SingleToInt32Bits(footprint) >> 23) - 127);
        var size = Size >> level;
        var scale = 1f / (1 << level);
        u = u * scale - 0.5f + 0.5f * scale;
        v = v * scale - 0.5f + 0.5f * scale;
        var (fu, fv) = (MathF.Floor(u), MathF.Floor(v));
        var (du, dv) = (u - fu, v - fv);
        var mask = size - 1;
        var (x0, y0) = ((int)fu & mask, (int)fv & mask);
        var (x1, y1) = ((x0 + 1) & mask, (y0 + 1) & mask);
        var texels = s_levels[level];
        var (a, b) = (texels[y0 * size + x0], texels[y0 * size + x1]);
        var (c, d) = (texels[y1 * size + x0], texels[y1 * size + x1]);
        var low = a + (b - a) * du;
        return low + (c + (d - c) * du - low) * dv;
    }

    /// <summary>Three octaves of <see cref="At"/>, each at twice the frequency and half the amplitude; mean 0.5.</summary>
    public static float Rough(float u, float v, float footprint)
    {
        var coarse = At(u, v, footprint);
        var middle = At(u * 2.03f + 17f, v * 2.03f + 5f, footprint * 2f);
        var fine = At(u * 4.1f + 3f, v * 4.1f + 29f, footprint * 4f);
        return (4f * coarse + 2f * middle + fine) * (1f / 7f);
    }

    /// <summary>Smooth noise in 3D: randomly shifted layers of <see cref="At"/>, interpolated.</summary>
    public static float Solid(float x, float y, float z, float footprint)
    {
        var layer = MathF.Floor(y);
        var (t, i) = (y - layer, (int)layer);
        var low = At(x + Shift(i), z + Shift(~i), footprint);
        return low + (At(x + Shift(i + 1), z + Shift(~(i + 1)), footprint) - low) * t;
    }

    private static float Shift(int layer) => (uint)(layer * -1640531527) >> 24;

    private static float[][] Build()
    {
        var random = new StreetRandom(0x5EED);
        var levels = new float[Levels][];
        levels[0] = new float[Size * Size];
        foreach (ref var texel in levels[0].AsSpan())
        {
            texel = (float)random.Unit();
        }
        for (var level = 1; level < Levels; level++)
        {
            var size = Size >> level;
            var (fine, coarse) = (levels[level - 1], levels[level] = new float[size * size]);
            for (var i = 0; i < coarse.Length; i++)
            {
                var from = i / size * 4 * size + i % size * 2;
                coarse[i] = 0.25f * (fine[from] + fine[from + 1] + fine[from + 2 * size] + fine[from + 2 * size + 1]);
            }
        }
        return levels;
    }
}
