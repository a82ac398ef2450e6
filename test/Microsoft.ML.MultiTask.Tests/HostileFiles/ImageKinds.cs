using System.Buffers.Binary;
using System.IO.Hashing;
using SkiaSharp;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Frames and labels.</summary>
internal static class ImageKinds
{
    internal static IEnumerable<HostileKind> All =>
    [
        new("PNG frame", "frame.png", Pngs, ReadFrame),
        new("PNG frame, checksums right", "frame.png", Pngs, ReadFrame, WithChecksums),
        new("PNG class label", "label.png", Pngs, path => new ImageFileReader().ReadClasses(path, s_anyClass), WithChecksums),
        new("PNG depth label", "depth.png", Pngs, path => new ImageFileReader().ReadDepth(path, new() { BitDepth = null, Channel = 0 }), WithChecksums),
        new("PNG size", "size.png", Pngs, path => _ = ImageSize.Read(path), WithChecksums),
        new("JPEG frame", "frame.jpg", () => [Encoded(SKEncodedImageFormat.Jpeg)], ReadFrame),
        new("WebP frame", "frame.webp", () => [Encoded(SKEncodedImageFormat.Webp)], ReadFrame),
        new("BMP frame", "frame.bmp", () => [Bmp()], ReadFrame),
        new("JPEG size", "size.jpg", () => [Encoded(SKEncodedImageFormat.Jpeg)], path => _ = ImageSize.Read(path)),
    ];

    private static readonly ClassLabelEncoding s_anyClass = new(2) { OtherClass = 1, Channel = 0 };

    private static void ReadFrame(string path) => new ImageFileReader().ReadFrame(path, new ImageSize(6, 4), new byte[72]);

    private static byte[][] Pngs()
    {
        byte[] pixels = [.. Enumerable.Range(0, 96).Select(i => (byte)(i * i))];
        ushort[] words = [.. Enumerable.Range(0, 96).Select(i => (ushort)(i * i * 13))];
        return
        [
            .. new[]
            {
                PngImage.Rgb8(8, 4, pixels), PngImage.Rgba8(4, 6, pixels), PngImage.Grey8(12, 8, pixels), PngImage.Grey16(12, 8, words),
                PngImage.Rgb16(8, 4, words), PngImage.Palette8(12, 8, [.. pixels.Select(p => (byte)(p % 4))], [.. pixels[..12]]),
            }.Select(Written),
            File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Images", "Fixtures", "rgb8-interlaced.png")),
            File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Images", "Fixtures", "grey2.png")),
        ];
    }

    private static byte[] Written(PngImage image)
    {
        using var stream = new MemoryStream();
        image.Write(stream);
        return stream.ToArray();
    }

    /// <summary>The file with right checksums of those chunks that lie within it.</summary>
    internal static byte[] WithChecksums(byte[] png)
    {
        var file = (byte[])png.Clone();
        for (var at = 8; at + 12 <= file.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (length > file.Length - at - 12)
                break;
            var end = at + 8 + (int)length;
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(end), Crc32.HashToUInt32(file.AsSpan(at + 4, 4 + (int)length)));
            at = end + 4;
        }
        return file;
    }

    internal static byte[] Encoded(SKEncodedImageFormat format)
    {
        using var image = new SKBitmap(24, 16, SKColorType.Bgra8888, SKAlphaType.Opaque);
        for (var i = 0; i < 24 * 16; i++)
            image.SetPixel(i % 24, i / 24, new SKColor((byte)(i * 7), (byte)(i * i), (byte)(i / 2)));
        using var data = image.Encode(format, 80);
        return data.ToArray();
    }

    /// <summary>24 x 16 pixels of 24 bits.</summary>
    internal static byte[] Bmp()
    {
        var file = new byte[54 + (24 * 16 * 3)];
        "BM"u8.CopyTo(file);
        foreach (var (at, value) in new[] { (2, file.Length), (10, 54), (14, 40), (18, 24), (22, 16), (26, 1 | (24 << 16)) })
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
        for (var i = 54; i < file.Length; i++)
            file[i] = (byte)(i * 5);
        return file;
    }
}
