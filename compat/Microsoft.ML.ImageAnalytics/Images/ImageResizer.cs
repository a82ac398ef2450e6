using Microsoft.ML.Transforms.Image;

namespace Microsoft.ML.Data;

/// <summary>Resizes as ML.NET does. Filling takes the nearest pixel. Padding and cropping enlarge with a cubic, and reduce by halving as
/// long as one axis is at least twice too long, then interpolating linearly.</summary>
internal static class ImageResizer
{
    public static MLImage Resize(MLImage image, int width, int height, ImageResizingEstimator.ResizingKind kind,
        ImageResizingEstimator.Anchor anchor)
    {
        if (kind == ImageResizingEstimator.ResizingKind.Fill) return Fill(image, width, height);
        float widthRatio = (float)width / image.Width;
        float heightRatio = (float)height / image.Height;
        bool pads = kind == ImageResizingEstimator.ResizingKind.IsoPad;
        bool fitsHeight = heightRatio < widthRatio == pads;   // else the width; what is left is beside, or cut off
        float ratio = fitsHeight ? heightRatio : widthRatio;
        float freeX = fitsHeight ? width - (image.Width * ratio) : 0;
        float freeY = fitsHeight ? 0 : height - (image.Height * ratio);
        int x = pads ? (int)(freeX / 2) : Place(freeX, anchor, ImageResizingEstimator.Anchor.Left, ImageResizingEstimator.Anchor.Right);
        int y = pads ? (int)(freeY / 2) : Place(freeY, anchor, ImageResizingEstimator.Anchor.Top, ImageResizingEstimator.Anchor.Bottom);
        (int scaledWidth, int scaledHeight) = ((int)(image.Width * ratio), (int)(image.Height * ratio));

        bool enlarges = scaledWidth > image.Width && scaledHeight > image.Height;
        var source = new PixelGrid(image.Width, image.Height, image.Pixels.ToArray());
        float reduction = Math.Max((float)image.Width / scaledWidth, (float)image.Height / scaledHeight);
        for (; reduction >= 2 && source.Width * source.Height > 1; reduction /= 2) source = source.Halved();
        var across = new AxisTaps(source.Width, x, scaledWidth, width, enlarges);
        var down = new AxisTaps(source.Height, y, scaledHeight, height, enlarges);
        return new MLImage(width, height, image.PixelFormat, source.Sample(across, down), isOpaque: true);
    }

    private static int Place(float free, ImageResizingEstimator.Anchor anchor, ImageResizingEstimator.Anchor first,
        ImageResizingEstimator.Anchor last) =>
        anchor == first ? 0 : anchor == last ? (int)free : (int)(free / 2);

    private static MLImage Fill(MLImage image, int width, int height)
    {
        var source = image.Pixels;
        var target = new byte[width * height * 4];
        for (int y = 0; y < height; y++)
        {
            var row = source.Slice(Nearest(y, height, image.Height) * image.Width * 4, image.Width * 4);
            for (int x = 0; x < width; x++) row.Slice(Nearest(x, width, image.Width) * 4, 4).CopyTo(target.AsSpan(((y * width) + x) * 4));
        }
        return new MLImage(width, height, image.PixelFormat, target, image.IsOpaque);
    }

    private static int Nearest(int index, int size, int sourceSize) => Math.Min((int)((index + 0.5) * sourceSize / size), sourceSize - 1);
}
