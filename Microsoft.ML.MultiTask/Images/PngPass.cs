namespace Microsoft.ML.MultiTask.Images;

/// <summary>
/// Rows that a PNG stores one after the other: all of them, or those of one of the seven Adam7 passes of an interlaced image.
/// </summary>
/// <param name="X">Column of the first pixel.</param>
/// <param name="Y">Row of the first pixel.</param>
/// <param name="StepX">Columns from a pixel to the next one.</param>
/// <param name="StepY">Rows from a row to the next one.</param>
/// <param name="Rows">Number of rows; 0 where a small image has no pixel in this pass.</param>
/// <param name="RowBytes">Bytes of a row, without that of its filter.</param>
internal readonly record struct PngPass(int X, int Y, int StepX, int StepY, int Rows, int RowBytes)
{
    /// <summary>The passes of an image, in the order in which they are stored.</summary>
    /// <exception cref="OverflowException">A row has more bytes than an array.</exception>
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
