using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SkiaSharp;

namespace Microsoft.ML.MultiTask.Images;

/// <summary>Turns and mirrors images as the orientation in their EXIF data says: cameras store pixels as the sensor lies.</summary>
internal static class ExifOrientation
{
    /// <summary>The size of an image once it is turned.</summary>
    public static ImageSize Turn(ImageSize stored, SKEncodedOrigin origin) =>
        SwapsAxes(origin) ? new ImageSize(stored.Height, stored.Width) : stored;

    /// <summary>The pixels of a turned image, 4 bytes each, rows without gaps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ReadOnlySpan<byte> Turn(SKBitmap image, SKEncodedOrigin origin)
    {
        var size = Turn(new ImageSize(image.Width, image.Height), origin);
        var stored = MemoryMarshal.Cast<byte, uint>(image.GetPixelSpan());
        var stride = image.RowBytes / 4;
        var turned = new uint[size.Width * size.Height];
        var (start, stepX, stepY) = (Place(0, 0), Place(1, 0) - Place(0, 0), Place(0, 1) - Place(0, 0));
        for (var y = 0; y < size.Height; y++)
        {
            var row = turned.AsSpan(y * size.Width, size.Width);
            for (int x = 0, from = start + (y * stepY); x < row.Length; x++, from += stepX)
                row[x] = stored[from];
        }
        return MemoryMarshal.AsBytes<uint>(turned);

        // The place in the stored image of pixel (x, y) of the turned one.
        int Place(int x, int y)
        {
            var (column, row) = SwapsAxes(origin) ? (y, x) : (x, y);
            if (origin is SKEncodedOrigin.TopRight or SKEncodedOrigin.BottomRight or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom)
                column = image.Width - 1 - column;
            if (origin is SKEncodedOrigin.BottomRight or SKEncodedOrigin.BottomLeft or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom)
                row = image.Height - 1 - row;
            return (row * stride) + column;
        }
    }

    /// <summary>The orientation in EXIF data, a TIFF directory: 1 to 8, or 1 where it has none or is damaged.</summary>
    public static int Read(ReadOnlySpan<byte> exif)
    {
        const int Entry = 12, OrientationTag = 0x0112;               // of a directory: tag, type, count, value
        if (exif.Length < 8 || !(exif.StartsWith("II"u8) || exif.StartsWith("MM"u8)))
            return 1;
        var isLittleEndian = exif[0] == (byte)'I';
        var first = isLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(exif[4..]) : BinaryPrimitives.ReadUInt32BigEndian(exif[4..]);
        if (first > exif.Length - 2)
            return 1;
        var entries = exif[((int)first + 2)..];
        for (int left = Short(exif[(int)first..]); left > 0 && entries.Length >= Entry; left--, entries = entries[Entry..])
        {
            if (Short(entries) == OrientationTag)
                return Short(entries[8..]) is >= 1 and <= 8 and var orientation ? orientation : 1;
        }
        return 1;

        int Short(ReadOnlySpan<byte> bytes) =>
            isLittleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
    }

    private static bool SwapsAxes(SKEncodedOrigin origin) => origin >= SKEncodedOrigin.LeftTop;
}
