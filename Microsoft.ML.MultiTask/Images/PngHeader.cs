using System.Buffers.Binary;

namespace Microsoft.ML.MultiTask.Images;

/// <summary>Size and pixel format of a PNG: its IHDR chunk.</summary>
internal readonly record struct PngHeader(int Width, int Height, int BitDepth, PngColorType ColorType, bool IsInterlaced = false)
{
    /// <summary>Length of the IHDR chunk's data, bytes.</summary>
    public const int Length = 13;

    /// <summary>Samples per pixel; a palette index is one.</summary>
    public int Channels => ColorType switch
    {
        PngColorType.GreyAlpha => 2,
        PngColorType.Rgb => 3,
        PngColorType.Rgba => 4,
        _ => 1,
    };

    public int BitsPerPixel => Channels * BitDepth;

    /// <summary>Bytes that hold a sample: 2 for 16 bits, otherwise 1.</summary>
    public int SampleBytes => BitDepth == 16 ? 2 : 1;

    public ImageSize Size => new(Width, Height);

    /// <summary>The format for messages, such as "16-bit RGB".</summary>
    public string Format => $"{BitDepth}-bit " + ColorType switch
    {
        PngColorType.Grey => "grey",
        PngColorType.Rgb => "RGB",
        PngColorType.Palette => "palette",
        PngColorType.GreyAlpha => "grey with alpha",
        _ => "RGB with alpha",
    };

    /// <summary>Reads the data of an IHDR chunk.</summary>
    public static PngHeader Parse(ReadOnlySpan<byte> data, string name)
    {
        if (data.Length != Length)
            throw PngChunks.Invalid(name, $"expected an IHDR chunk of {Length} bytes, but found {data.Length}");
        var width = BinaryPrimitives.ReadUInt32BigEndian(data);
        var height = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
        var (bitDepth, colorType) = (data[8], (PngColorType)data[9]);

        if (width == 0 || height == 0)
            throw PngChunks.Invalid(name, $"expected a width and height of at least 1, but found {width}x{height}");
        ImageLimits.Check(width, height, $"PNG '{name}'");
        var isDefined = colorType switch
        {
            PngColorType.Grey => bitDepth is 1 or 2 or 4 or 8 or 16,
            PngColorType.Palette => bitDepth is 1 or 2 or 4 or 8,
            PngColorType.Rgb or PngColorType.GreyAlpha or PngColorType.Rgba => bitDepth is 8 or 16,
            _ => false,
        };
        if (!isDefined)
            throw PngChunks.Invalid(name, $"bit depth {bitDepth} with colour type {data[9]} is not a PNG format");
        if (data[10] != 0 || data[11] != 0 || data[12] > 1)
            throw PngChunks.Invalid(name,
                $"expected compression 0, filter 0 and interlace 0 or 1, but found {data[10]}, {data[11]} and {data[12]}");
        return new PngHeader((int)width, (int)height, bitDepth, colorType, data[12] == 1);
    }

    /// <summary>Writes the data of an IHDR chunk.</summary>
    public byte[] ToBytes()
    {
        var data = new byte[Length];
        BinaryPrimitives.WriteInt32BigEndian(data, Width);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(4), Height);
        (data[8], data[9], data[12]) = ((byte)BitDepth, (byte)ColorType, IsInterlaced ? (byte)1 : (byte)0);
        return data;
    }
}
