namespace Microsoft.ML.MultiTask.Images;

/// <summary>The positions of red, green and blue in an interleaved pixel.</summary>
/// <param name="Stride">Bytes per pixel.</param>
/// <param name="Red">Position of red.</param>
/// <param name="Green">Position of green.</param>
/// <param name="Blue">Position of blue.</param>
internal readonly record struct PixelLayout(int Stride, int Red, int Green, int Blue)
{
    public static readonly PixelLayout Rgb = new(3, 0, 1, 2);
    public static readonly PixelLayout Rgba = new(4, 0, 1, 2);
    public static readonly PixelLayout Bgra = new(4, 2, 1, 0);
}
