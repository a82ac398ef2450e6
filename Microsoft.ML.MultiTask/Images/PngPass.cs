namespace Microsoft.ML.MultiTask.Images;

/// <summary>
/// Rows that a PNG stores consecutively: all rows, or those of one of the seven Adam7 passes of an interlaced image, none if it is too small.
/// A row has its pixels from X on, StepX columns apart, in RowBytes bytes without the filter type; rows begin at Y and are StepY apart.
/// </summary>
internal readonly record struct PngPass(int X, int Y, int StepX, int StepY, int Rows, int RowBytes)
{
    /// <summary>The passes of an image, in storage order.</summary>
    public static PngPass[] Of(PngHeader header) => header.IsInterlaced
        ?
        [
            Of(header, 0, 0, 8, 8), Of(header, 4, 0, 8, 8), Of(header, 0, 4, 4, 8), Of(header, 2, 0, 4, 4), Of(header, 0, 2, 2, 4),
            Of(header, 1, 0, 2, 2), Of(header, 0, 1, 1, 2),
        ]
        : [Of(header, 0, 0, 1, 1)];

    private static PngPass Of(PngHeader header, int x, int y, int stepX, int stepY)
    {
        var columns = Math.Max(0, ((long)header.Width - x + stepX - 1) / stepX);
        var rows = Math.Max(0, ((long)header.Height - y + stepY - 1) / stepY);
        return new PngPass(x, y, stepX, stepY, columns == 0 ? 0 : (int)rows, checked((int)(((columns * header.BitsPerPixel) + 7) / 8)));
    }
}
