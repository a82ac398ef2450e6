using System.IO.Compression;

namespace Microsoft.ML.MultiTask.Images;

/// <summary>Decompresses the image data of a PNG with <see cref="ZLibStream"/>, which verifies the Adler-32 checksum.</summary>
/// <remarks>A stream that ends early raises nothing in <see cref="ZLibStream"/>: it reads as if the data ended. So the source reports
/// whether the decoder asked for bytes beyond its end, which it does only while the stream is incomplete.</remarks>
internal static class PngInflater
{
    private const int MostSurplus = 1 << 20;                        // bytes behind the image's; more would only cost time

    /// <summary>Decompresses the zlib stream at the start of an array. Data that does not fit is checked and dropped.</summary>
    /// <returns>Bytes written to <paramref name="target"/>.</returns>
    /// <exception cref="InvalidDataException">The stream is damaged, cut short, or goes on far behind the target's end.</exception>
    public static int Inflate(byte[] source, int length, Span<byte> target)
    {
        using var compressed = new Source(source, length);
        using var zlib = new ZLibStream(compressed, CompressionMode.Decompress);
        int count;
        try
        {
            count = zlib.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
            for (var surplus = 0; zlib.ReadByte() >= 0; surplus++)  // the checksum is verified at the end of the stream
            {
                if (surplus == MostSurplus)
                    throw new InvalidDataException($"The zlib stream holds over {MostSurplus} bytes more than the image needs.");
            }
        }
        catch (IOException e)                                       // a preset dictionary, which PNG does not allow
        {
            throw new InvalidDataException("The zlib stream is not one that PNG allows.", e);
        }
        return compressed.WasExhausted ? throw new InvalidDataException("The zlib stream is cut short.") : count;
    }

    private sealed class Source(byte[] bytes, int length) : MemoryStream(bytes, 0, length, writable: false)
    {
        public bool WasExhausted { get; private set; }

        // Reads into a span come here too.
        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = base.Read(buffer, offset, count);
            WasExhausted |= read == 0;
            return read;
        }
    }
}
