using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Batches;

/// <summary>
/// Images, kept as pixels: ML.NET's image transforms dispose an image when their getter is called again or their cursor is disposed. Every image
/// that is handed out is a copy; as in ML.NET, the image that the consumer's variable held before is disposed.
/// </summary>
internal sealed class ImageBuffer(int capacity) : ColumnBuffer<MLImage?>(capacity)
{
    private readonly (byte[] Pixels, int Width, int Height, MLPixelFormat Format, string? Tag)?[] _images =
        new (byte[], int, int, MLPixelFormat, string?)?[capacity];

    protected override void Store(int place, ref MLImage? value) =>
        _images[place] = value is null ? null : (value.Pixels.ToArray(), value.Width, value.Height, value.PixelFormat, value.Tag);

    protected override void CopyTo(int place, ref MLImage? value)
    {
        value?.Dispose();
        value = null;
        if (_images[place] is not { } image) return;
        value = MLImage.CreateFromPixels(image.Width, image.Height, image.Format, image.Pixels);
        value.Tag = image.Tag;
    }
}
