namespace Microsoft.ML.Data;

/// <summary>Pixels of four bytes, to be sampled.</summary>
internal sealed record PixelGrid(int Width, int Height, byte[] Pixels)
{
    private static readonly (int Offset, int Weight)[] s_one = [(0, 1)];
    private static readonly (int Offset, int Weight)[] s_even = [(0, 1), (1, 1)];
    private static readonly (int Offset, int Weight)[] s_odd = [(0, 1), (1, 2), (2, 1)];

    /// <summary>Half the width and height, rounded down: means of two pixels along an even axis, of three along an odd one, the middle one
    /// twice.</summary>
    public PixelGrid Halved()
    {
        (int width, int height) = (Math.Max(1, Width / 2), Math.Max(1, Height / 2));
        var (across, down) = (HalvingTaps(Width), HalvingTaps(Height));
        int total = across.Sum(t => t.Weight) * down.Sum(t => t.Weight);
        var halved = new byte[width * height * 4];
        for (int i = 0; i < halved.Length; i++)
        {
            (int x, int y, int c) = (i / 4 % width, i / 4 / width, i % 4);
            int sum = 0;
            foreach (var row in down)
            {
                foreach (var column in across)
                    sum += row.Weight * column.Weight * Pixels[(((((2 * y) + row.Offset) * Width) + (2 * x) + column.Offset) * 4) + c];
            }
            halved[i] = (byte)(sum / total);
        }
        return new PixelGrid(width, height, halved);
    }

    /// <summary>Opaque pixels of the target; those that the source does not cover are all zero.</summary>
    public byte[] Sample(AxisTaps across, AxisTaps down)
    {
        var target = new byte[across.Size * down.Size * 4];
        for (int y = down.First; y < down.End; y++)
        {
            for (int x = across.First; x < across.End; x++)
            {
                var pixel = target.AsSpan(((y * across.Size) + x) * 4, 4);
                for (int c = 0; c < 3; c++) pixel[c] = Sample(across, x, down, y, c);
                pixel[3] = 255;
            }
        }
        return target;
    }

    private byte Sample(AxisTaps across, int x, AxisTaps down, int y, int channel)
    {
        float sum = 0;
        for (int j = 0; j < down.Count; j++)
        {
            int row = down.Index(y, j) * Width;
            float line = 0;
            for (int i = 0; i < across.Count; i++) line += across.Weight(x, i) * Pixels[((row + across.Index(x, i)) * 4) + channel];
            sum += down.Weight(y, j) * line;
        }
        return (byte)(Math.Clamp(sum, 0, 255) + 0.5f);
    }

    private static (int Offset, int Weight)[] HalvingTaps(int size) => size == 1 ? s_one : size % 2 == 0 ? s_even : s_odd;
}
