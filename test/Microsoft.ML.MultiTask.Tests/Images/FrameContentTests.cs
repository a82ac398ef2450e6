using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>A frame's format is that of its content, and its orientation that of its EXIF data.</summary>
[TestClass]
public sealed class FrameContentTests : IDisposable
{
    private const int Width = 32;
    private const int Height = 16;

    private readonly TemporaryFolder _folder = new();
    private readonly ImageFileReader _reader = new();
    private readonly byte[] _jpeg;

    // Four quarters of clearly different greys, in blocks of 8 pixels, as JPEG keeps them: 0 64 / 128 192.
    public FrameContentTests()
    {
        byte[] pixels = [.. Enumerable.Range(0, Width * Height).SelectMany(i => Enumerable.Repeat(Grey(i % Width, i / Width), 4))];
        using var image = MLImage.CreateFromPixels(Width, Height, MLPixelFormat.Rgba32, pixels);
        image.Save(FullPath("frame.jpg"));
        _jpeg = File.ReadAllBytes(FullPath("frame.jpg"));
        static byte Grey(int x, int y) => (byte)((64 * (2 * x / Width)) + (128 * (2 * y / Height)));
    }

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    [DataRow(1, 0, 64, 128, 192)]
    [DataRow(2, 64, 0, 192, 128)]
    [DataRow(3, 192, 128, 64, 0)]
    [DataRow(4, 128, 192, 0, 64)]
    [DataRow(5, 0, 128, 64, 192)]
    [DataRow(6, 128, 0, 192, 64)]
    [DataRow(7, 192, 64, 128, 0)]
    [DataRow(8, 64, 192, 0, 128)]
    public void ReadFrame_ExifOrientation_IsApplied(int orientation, params int[] quarters)
    {
        File.WriteAllBytes(FullPath("frame.jpg"), WithOrientation(orientation));
        var pixels = new byte[3 * 2 * 2];

        var size = _reader.ReadFrame(FullPath("frame.jpg"), new ImageSize(2, 2), pixels);

        for (var i = 0; i < 4; i++)
            Assert.AreEqual(quarters[i], pixels[i], 4.0, $"quarter {i}");
        Assert.AreEqual(orientation < 5 ? new ImageSize(Width, Height) : new ImageSize(Height, Width), size);
        Assert.AreEqual(size, ImageSize.Read(FullPath("frame.jpg")));
        Assert.AreEqual(orientation, _reader.FrameOrientation);
    }

    [TestMethod]
    public void LoadFrames_TurnedFrames_FitLabelsAsAViewerShowsThem()
    {
        Directory.CreateDirectory(FullPath("a/frames"));
        File.WriteAllBytes(FullPath("a/frames/1.jpg"), WithOrientation(6));
        _folder.Write("a/motion/1.png", PngImage.Grey8(Height, Width, new byte[Width * Height]));
        var multiTask = new MLContext(seed: 1).MultiTask();
        var rows = multiTask.Data.LoadFrameFolders(_folder.Path, new() { Streams = 1 });

        var loaded = multiTask.Transforms.LoadFrames(Width, Height).Fit(rows).Transform(rows);

        Assert.AreEqual(128, loaded.GetColumn<byte[]>("Frame0").Single()[0], 4.0);
        Assert.HasCount(Width * Height, loaded.GetColumn<byte[]>("Motion").Single());
    }

    [TestMethod]
    public void ReadFrame_AfterATurnedOne_IsAsStored()
    {
        var pixels = new byte[3];
        File.WriteAllBytes(FullPath("frame.jpg"), WithOrientation(3));
        _reader.ReadFrame(FullPath("frame.jpg"), new ImageSize(1, 1), pixels);
        _reader.ReadFrame(_folder.Write("b.png", FrameFolders.Frame(0)), new ImageSize(1, 1), pixels);

        Assert.AreEqual(1, _reader.FrameOrientation);
    }

    [TestMethod]
    [DataRow(1, true)]
    [DataRow(6, true)]
    [DataRow(8, false)]
    public void ReadFrame_PngToBeTurned_IsRefused(int orientation, bool isLittleEndian)
    {
        byte[] directory = isLittleEndian
            ? [.. "II*\0"u8, 8, 0, 0, 0, 2, 0, 0x0F, 1, 2, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0]
            : [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0];
        var path = _folder.Write("frame.png", FrameFolders.Frame(7));
        var upright = Read(path, out _);
        File.WriteAllBytes(path, WithChunk(File.ReadAllBytes(path), "eXIf"u8, directory));

        if (orientation == 1)
            Assert.AreSequenceEqual(upright, Read(path, out _));
        else
            Assert.Contains($"'{path}': its EXIF data say that it must be turned (orientation {orientation})",
                Assert.ThrowsExactly<InvalidDataException>(() => { Read(path, out _); }).Message);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("II*\0\u0008\0")]
    [DataRow("MM\0*\u007f\u007f\u007f\u007f\0\u0001")]
    [DataRow("MM\0*\0\0\0\u0008\0\u0001\u0001\u0012\0")]
    [DataRow("MM\0*\0\0\0\u0008\0\u0001\u0001\u0012\0\u0003\0\0\0\u0001\0\u0009\0\0")]
    public void ReadFrame_PngWithDamagedExif_IsAsStored(string exif)
    {
        var path = _folder.Write("frame.png", FrameFolders.Frame(7));
        var upright = Read(path, out _);
        File.WriteAllBytes(path, WithChunk(File.ReadAllBytes(path), "eXIf"u8, Encoding.Latin1.GetBytes(exif)));

        Assert.AreSequenceEqual(upright, Read(path, out _));
    }

    [TestMethod]
    public void ReadFrame_WrongExtension_GoesByContent()
    {
        File.WriteAllBytes(FullPath("jpeg_as.png"), _jpeg);
        File.Copy(_folder.Write("real.png", FrameFolders.Frame(7)), FullPath("png_as.jpg"));
        File.WriteAllBytes(FullPath("bmp_as.png"), Bmp(5, 3));

        Assert.AreSequenceEqual(Read(FullPath("frame.jpg"), out _), Read(FullPath("jpeg_as.png"), out _));
        Assert.AreSequenceEqual(Read(FullPath("real.png"), out _), Read(FullPath("png_as.jpg"), out _));
        Read(FullPath("bmp_as.png"), out var size);
        Assert.AreEqual(new ImageSize(5, 3), size);
        Assert.AreEqual(new ImageSize(5, 3), ImageSize.Read(FullPath("bmp_as.png")));
        Assert.AreEqual(new ImageSize(Width, Height), ImageSize.Read(FullPath("jpeg_as.png")));
    }

    [TestMethod]
    public void ReadClasses_OtherFormatNamedPng_IsSaid()
    {
        File.WriteAllBytes(FullPath("label.png"), _jpeg);
        foreach (var frameSize in (ImageSize?[])[null, new ImageSize(Width, Height)])
        {
            var e = Assert.ThrowsExactly<InvalidDataException>(
                () => { _reader.ReadClasses(FullPath("label.png"), ClassLabelEncoding.Motion, frameSize: frameSize); });
            Assert.AreEqual(
                $"Label '{FullPath("label.png")}': expected a PNG, but this is a JPEG by its content, which does not keep the values of labels.", e.Message);
        }
        File.WriteAllBytes(FullPath("label.png"), Bmp(4, 2));
        Assert.Contains("this is a BMP by its content", Assert.ThrowsExactly<InvalidDataException>(
            () => { _reader.ReadDepth(FullPath("label.png"), DepthLabelEncoding.Kitti); }).Message);
    }

    private string FullPath(string name) => Path.Combine(_folder.Path, name);

    private byte[] Read(string path, out ImageSize size)
    {
        var pixels = new byte[3 * 4 * 4];
        size = _reader.ReadFrame(path, new ImageSize(4, 4), pixels);
        return pixels;
    }

    // The chunk stands before the last one, IEND, of 12 bytes.
    private static byte[] WithChunk(byte[] png, ReadOnlySpan<byte> type, byte[] data)
    {
        byte[] named = [.. type, .. data], chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        named.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc32.HashToUInt32(named));
        return [.. png[..^12], .. chunk, .. png[^12..]];
    }

    // An APP1 segment after the start mark: "Exif", a big-endian TIFF header, one entry 0x0112 of type SHORT.
    private byte[] WithOrientation(int orientation) =>
    [
        .. _jpeg[..2], 0xFF, 0xE1, 0, 34, .. "Exif\0\0MM\0*\0\0\0\u0008"u8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0,
        0, 0, 0, 0, .. _jpeg[2..],
    ];

    // A 24-bit bitmap of one colour.
    private static byte[] Bmp(int width, int height)
    {
        var stride = (3 * width + 3) / 4 * 4;
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("BM"u8);
        foreach (var number in (int[])[54 + (stride * height), 0, 54, 40, width, height, 1 | (24 << 16), 0, stride * height, 2835, 2835, 0, 0])
            writer.Write(number);
        writer.Write(Enumerable.Repeat((byte)90, stride * height).ToArray());
        return stream.ToArray();
    }
}
