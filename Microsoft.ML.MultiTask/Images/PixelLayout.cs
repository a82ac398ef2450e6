namespace Microsoft.ML.MultiTask.Images;

/// <summary>The positions of red, green and blue in an interleaved pixel of Stride bytes.</summary>
internal readonly record struct PixelLayout(int Stride, int Red, int Green, int Blue)
{
    public static readonly PixelLayout Rgb = new(3, 0, 1, 2);
    public static readonly PixelLayout Rgba = new(4, 0, 1, 2);
    public static readonly PixelLayout Bgra = new(4, 2, 1, 0);
}
