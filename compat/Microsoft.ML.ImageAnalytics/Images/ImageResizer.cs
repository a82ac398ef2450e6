using Microsoft.ML.Transforms.Image;

namespace Microsoft.ML.Data;

/// <summary>Resizes as ML.NET does: filling takes the nearest pixel; padding and cropping sample a Mitchell-Netravali cubic at each pixel's centre.</summary>
internal static class ImageResizer
{
    public static MLImage Resize(MLImage image, int width, int height, ImageResizingEstimator.ResizingKind kind, ImageResizingEstimator.Anchor anchor)
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
        var across = new CubicTaps(image.Width, x, (int)(image.Width * ratio), width);
        var down = new CubicTaps(image.Height, y, (int)(image.Height * ratio), height);
        return new MLImage(width, height, image.PixelFormat, Sample(image, across, down), isOpaque: true);
    }

    private static int Place(float free, ImageResizingEstimator.Anchor anchor, ImageResizingEstimator.Anchor first, ImageResizingEstimator.Anchor last) =>
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

    private static byte[] Sample(MLImage image, CubicTaps across, CubicTaps down)
    {
        var source = image.Pixels;
        var target = new byte[across.Size * down.Size * 4];   // what no source pixel covers stays 0
        for (int y = down.First; y < down.End; y++)
        {
            for (int x = across.First; x < across.End; x++)
            {
                var pixel = target.AsSpan(((y * across.Size) + x) * 4, 4);
                for (int c = 0; c < 3; c++)
                {
                    float sum = 0;
                    for (int j = 0; j < 4; j++)
                    {
                        int row = down.Index(y, j) * image.Width;
                        float line = 0;
                        for (int i = 0; i < 4; i++) line += across.Weight(x, i) * source[((row + across.Index(x, i)) * 4) + c];
                        sum += down.Weight(y, j) * line;
                    }
                    pixel[c] = (byte)(Math.Clamp(sum, 0, 255) + 0.5f);
                }
                pixel[3] = 255;
            }
        }
        return target;
    }
}
