using Microsoft.ML.MultiTask.Persistence;

namespace Microsoft.ML.MultiTask.Images;

/// <summary>The format of an image file by its content, because extensions can be wrong.</summary>
internal static class ImageFormat
{
    private const int Longest = 12;                                 // bytes that tell the formats apart

    /// <summary>Whether a file is a PNG: by its content, or by its name if the content tells nothing.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static bool IsPng(string path)
    {
        ReadOnlySpan<byte> start = Start(path);
        return start.StartsWith(PngChunks.Signature)
            || (Path.GetExtension(path).Equals(".png", StringComparison.OrdinalIgnoreCase) && NameOf(start) is null);
    }

    /// <summary>Reads a label, or throws <see cref="InvalidDataException"/> that says which other format it has.</summary>
    public static void RequirePng(string path, Action<string> read) => RequirePng(path, file =>
    {
        read(file);
        return 0;
    });

    /// <inheritdoc cref="RequirePng(string, Action{string})"/>
    public static T RequirePng<T>(string path, Func<string, T> read)
    {
        try
        {
            return read(path);
        }
        catch (InvalidDataException e) when (NameOf(Start(path)) is { } other)
        {
            throw new InvalidDataException(
                $"Label '{path}': expected a PNG, but this is a {other} by its content"
                + (other is "JPEG" or "WebP" ? ", which does not keep the values of labels." : "."), e);
        }
    }

    // Null for PNG and unknown formats.
    private static string? NameOf(ReadOnlySpan<byte> start) =>
        start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "JPEG"
        : start.StartsWith("GIF8"u8) ? "GIF"
        : start.StartsWith("BM"u8) ? "BMP"
        : start.StartsWith("II*\0"u8) || start.StartsWith("MM\0*"u8) ? "TIFF"
        : start.StartsWith("RIFF"u8) && start[8..].StartsWith("WEBP"u8) ? "WebP"
        : start.StartsWith("P5"u8) || start.StartsWith("P2"u8) ? "PGM"
        : start.StartsWith("P6"u8) || start.StartsWith("P3"u8) ? "PPM"
        : start.StartsWith((ReadOnlySpan<byte>)[0x76, 0x2F, 0x31, 0x01]) ? "OpenEXR"
        : null;

    private static byte[] Start(string path)
    {
        var start = new byte[Longest];
        if (!RegularFile.HasContent(path))
            return start;
        using var handle = File.OpenHandle(path);
        RandomAccess.Read(handle, start, 0);                        // a shorter file is followed by zeros
        return start;
    }
}
