namespace Microsoft.ML.MultiTask.Images;

/// <summary>Where the red, green and blue bytes of an interleaved pixel are.</summary>
/// <param name="Stride">Bytes of a pixel.</param>
/// <param name="Red">Position of red in it.</param>
/// <param name="Green">Position of green in it.</param>
/// <param name="Blue">Position of blue in it.</param>
internal readonly record struct PixelLayout(int Stride, int Red, int Green, int Blue)
{
    public static readonly PixelLayout Rgb = new(3, 0, 1, 2);
    public static readonly PixelLayout Rgba = new(4, 0, 1, 2);
    public static readonly PixelLayout Bgra = new(4, 2, 1, 0);
}
