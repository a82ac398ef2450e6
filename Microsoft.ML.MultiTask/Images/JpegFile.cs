using System.Buffers.Binary;

namespace Microsoft.ML.MultiTask.Images;

/// <summary>Detects truncated JPEG files. Common decoders fill the missing part with grey and report nothing.</summary>
/// <remarks>ITU-T T.81 (1992), annex B: segments FF xx length, and after each start of scan entropy-coded data, in which FF is followed
/// by 0 or a restart marker.</remarks>
internal static class JpegFile
{
    private const byte EndOfImage = 0xD9, StartOfScan = 0xDA;

    /// <summary>Whether a file starts like a JPEG.</summary>
    public static bool IsJpeg(ReadOnlySpan<byte> file) => file is [0xFF, 0xD8, 0xFF, ..];

    /// <summary>Whether a JPEG file has its end marker.</summary>
    /// <param name="file">A file for which <see cref="IsJpeg"/> is true.</param>
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

    // A marker may be preceded by any number of FF.
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
