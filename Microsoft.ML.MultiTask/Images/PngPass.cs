namespace Microsoft.ML.MultiTask.Images;

/// <summary>Rows that a PNG stores consecutively: all rows, or those of one of the seven Adam7 passes of an interlaced image.</summary>
/// <param name="X">Column of the first pixel.</param>
/// <param name="Y">Row of the first pixel.</param>
/// <param name="StepX">Columns from one pixel to the next.</param>
/// <param name="StepY">Rows from one row to the next.</param>
/// <param name="Rows">Number of rows; 0 if a small image has no pixel in this pass.</param>
/// <param name="RowBytes">Bytes per row, without the filter type.</param>
internal readonly record struct PngPass(int X, int Y, int StepX, int StepY, int Rows, int RowBytes)
{
    /// <summary>The passes of an image, in storage order.</summary>
    /// <exception cref="OverflowException">A row is too long for an array.</exception>
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
