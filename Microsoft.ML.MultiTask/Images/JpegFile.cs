using System.Buffers.Binary;

namespace Microsoft.ML.MultiTask.Images;

/// <summary>Tells whether a JPEG file has its end. Common decoders fill up what a cut file lacks with grey and say nothing.</summary>
/// <remarks>ITU-T T.81 (1992), annex B: segments FF xx length, and after each start of scan entropy-coded data, where FF is followed by 0
/// or a restart marker.</remarks>
internal static class JpegFile
{
    private const byte EndOfImage = 0xD9, StartOfScan = 0xDA;

    /// <summary>Whether a file begins as a JPEG does.</summary>
    public static bool IsJpeg(ReadOnlySpan<byte> file) => file is [0xFF, 0xD8, 0xFF, ..];

    /// <summary>Whether a JPEG file goes on to the mark of its end.</summary>
    /// <param name="file">The file, for which <see cref="IsJpeg"/>.</param>
    public static bool HasEnd(ReadOnlySpan<byte> file)
    {
        for (var position = 2; position < file.Length;)
        {
            var marker = NextMarker(file, ref position);
            if (marker == EndOfImage)
                return true;
            if (marker is null || position + 2 > file.Length)
                return false;
            position += BinaryPrimitives.ReadUInt16BigEndian(file[position..]);
            if (marker == StartOfScan)
                SkipScan(file, ref position);
        }
        return false;
    }

    // Any number of FF may stand before a marker.
    private static byte? NextMarker(ReadOnlySpan<byte> file, ref int position)
    {
        if (position >= file.Length || file[position] != 0xFF)
            return null;
        while (position < file.Length && file[position] == 0xFF)
            position++;
        return position < file.Length ? file[position++] : null;
    }

    private static void SkipScan(ReadOnlySpan<byte> file, ref int position)
    {
        while (position < file.Length && file[position..].IndexOf((byte)0xFF) is var next and >= 0)
        {
            position += next;
            if (position + 1 < file.Length && file[position + 1] is not (0 or 0xFF or >= 0xD0 and <= 0xD7))
                return;
            position++;
        }
        position = file.Length;
    }
}
