using System.Buffers.Binary;
using Microsoft.ML.MultiTask.Persistence;

namespace Microsoft.ML.MultiTask.Images;

/// <summary>Decodes PNG files into buffers that it reuses for the next file. Not thread-safe.</summary>
/// <remarks>
/// Follows "Portable Network Graphics (PNG) Specification", second edition, ISO/IEC 15948:2004. Decodes every bit depth and colour type,
/// interlaced or not, to the samples as stored; verifies the CRC of every chunk and the checksum of the image data.
/// </remarks>
internal sealed class PngDecoder
{
    private byte[] _file = [];                                      // the file; its start is overwritten by the compressed stream
    private byte[] _rows = [];                                      // each row after its filter type, as stored
    private byte[] _unpacked = [];                                  // the image, if its rows are not stored like that
    private byte[] _zeros = [];                                     // stands in for the row above the first
    private PngPass[] _passes = [];

    /// <summary>Size and format of the image.</summary>
    public PngHeader Header { get; private set; }

    /// <summary>R, G, B of each palette entry; empty unless the colour type is palette.</summary>
    public byte[] Palette { get; private set; } = [];

    /// <summary>The orientation in the file's EXIF data, 1 to 8, which is not applied: 1 where there is none.</summary>
    public int Orientation { get; private set; } = 1;

    /// <summary>The image's rows from the top, <see cref="Stride"/> bytes apart: samples of one byte each, or of two, big-endian.</summary>
    public ReadOnlySpan<byte> Pixels => IsPacked ? _unpacked : _rows.AsSpan(1);

    /// <summary>Bytes from one row to the next.</summary>
    public int Stride => IsPacked ? RowBytes : 1 + RowBytes;

    private bool IsPacked => Header.IsInterlaced || Header.BitDepth < 8;

    private int RowBytes => Header.Width * Header.Channels * Header.SampleBytes;

    /// <summary>Decodes a file.</summary>
    public void Decode(string path)
    {
        if (!RegularFile.HasContent(path))
        {
            Decode([], path);
            return;
        }
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        if (file.Length > Array.MaxLength)
            throw PngChunks.Invalid(path, $"expected at most {Array.MaxLength} bytes, but found {file.Length}");
        var length = (int)file.Length;
        Reserve(ref _file, length);
        Decode(file.ReadAtLeast(_file.AsSpan(0, length), length, throwOnEndOfStream: false), path);
    }

    /// <summary>Decodes a file that is in memory; <paramref name="name"/> is its name in messages.</summary>
    public void Decode(ReadOnlySpan<byte> file, string name)
    {
        Reserve(ref _file, file.Length);
        file.CopyTo(_file);
        Decode(file.Length, name);
    }

    /// <summary>A copy of the image.</summary>
    public PngImage ToImage()
    {
        var samples = Header.Width * Header.Channels;
        var bytes = Header.BitDepth == 16 ? [] : GC.AllocateUninitializedArray<byte>(Header.Height * samples);
        var words = Header.BitDepth == 16 ? GC.AllocateUninitializedArray<ushort>(Header.Height * samples) : [];
        for (var y = 0; y < Header.Height; y++)
        {
            var row = Pixels.Slice(y * Stride, RowBytes);
            if (Header.BitDepth < 16)
                row.CopyTo(bytes.AsSpan(y * samples));
            else
                ReadBigEndian(row, words.AsSpan(y * samples, samples));
        }
        return new PngImage(Header, bytes, words, Palette);
    }

    private static void Reserve(ref byte[] buffer, int length)
    {
        if (buffer.Length < length)
            buffer = GC.AllocateUninitializedArray<byte>(length);
    }

    private void Decode(int fileLength, string name)
    {
        (Header, Palette, Orientation, var compressed) = PngChunks.Gather(_file.AsSpan(0, fileLength), name);
        var expected = RowsLength(compressed, name);
        Reserve(ref _rows, expected);
        var count = Inflate(compressed, expected, name);

        var start = 0;
        foreach (var pass in _passes)
        {
            UndoFilters(pass, start, count, name);
            start += pass.Rows * (1 + pass.RowBytes);
        }
        if (IsPacked)
            Unpack();
    }

    private int RowsLength(int compressed, string name)
    {
        // Deflate shrinks data at most about 1032 times, so a header that needs more than that is wrong, however much memory there is.
        var rowBytes = ((long)Header.Width * Header.BitsPerPixel + 7) / 8;
        if (rowBytes * Header.Height > (compressed + 1) * 1032L)
            throw PngChunks.Invalid(name,
                $"the header says {Header.Width}x{Header.Height} {Header.Format}, but {compressed} compressed bytes cannot hold that");
        _passes = PngPass.Of(Header);
        return _passes.Sum(pass => pass.Rows * (1 + pass.RowBytes));
    }

    private int Inflate(int compressed, int expected, string name)
    {
        try
        {
            return PngInflater.Inflate(_file, compressed, _rows.AsSpan(0, expected));
        }
        catch (InvalidDataException e)
        {
            throw PngChunks.Invalid(name, "the compressed image data is damaged", e);
        }
    }

    private void UndoFilters(PngPass pass, int start, int count, string name)
    {
        if (_zeros.Length < pass.RowBytes)
            _zeros = new byte[pass.RowBytes];
        ReadOnlySpan<byte> above = _zeros.AsSpan(0, pass.RowBytes);
        for (var y = 0; y < pass.Rows; y++, start += 1 + pass.RowBytes)
        {
            if (start + 1 + pass.RowBytes > count)
                throw PngChunks.Invalid(name, $"the image data ends in row {y} of {pass.Rows}: it is cut short");
            var row = _rows.AsSpan(start + 1, pass.RowBytes);
            if (!PngFilter.TryUndo(_rows[start], row, above, Math.Max(1, Header.BitsPerPixel / 8)))
                throw PngChunks.Invalid(name, $"expected a row filter of 0 to 4, but found {_rows[start]} in row {y}");
            above = row;
        }
    }

    private void Unpack()
    {
        Reserve(ref _unpacked, Header.Height * RowBytes);
        var start = 0;
        foreach (var pass in _passes)
        {
            for (var y = 0; y < pass.Rows; y++, start += 1 + pass.RowBytes)
                Unpack(_rows.AsSpan(start + 1, pass.RowBytes), _unpacked.AsSpan((pass.Y + (y * pass.StepY)) * RowBytes, RowBytes), pass);
        }
    }

    // Copies the pixels of a stored row to every step-th column of a row of the image.
    private void Unpack(ReadOnlySpan<byte> stored, Span<byte> row, PngPass pass)
    {
        var (bits, bytes, x) = (Header.BitsPerPixel, Header.BitsPerPixel / 8, pass.X);
        for (var i = 0; x < Header.Width; i++, x += pass.StepX)
        {
            if (bits < 8)
                row[x] = (byte)((stored[i * bits / 8] >> (8 - bits - (i * bits % 8))) & ((1 << bits) - 1));
            else
                stored.Slice(i * bytes, bytes).CopyTo(row[(x * bytes)..]);
        }
    }

    private static void ReadBigEndian(ReadOnlySpan<byte> bytes, Span<ushort> words)
    {
        for (var i = 0; i < words.Length; i++)
            words[i] = BinaryPrimitives.ReadUInt16BigEndian(bytes[(2 * i)..]);
    }
}
