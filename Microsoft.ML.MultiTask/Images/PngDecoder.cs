using System.Buffers.Binary;

namespace Microsoft.ML.MultiTask.Images;

/// <summary>Decodes PNG files into buffers that it reuses for the next file. Not thread-safe.</summary>
/// <remarks>
/// Follows "Portable Network Graphics (PNG) Specification", second edition, ISO/IEC 15948:2004. Decodes every bit depth and colour type,
/// interlaced or not, to the samples as stored; verifies the CRC of every chunk and the checksum of the image data.
/// </remarks>
internal sealed class PngDecoder
{
    private byte[] _file = [];                                      // the file; its start is overwritten by the compressed stream
    private byte[] _rows = [];                                      // each row after its filter type
    private byte[] _zeros = [];                                     // stands in for the row above the first
    private PngPass[] _passes = [];

    /// <summary>Size and format of the image.</summary>
    public PngHeader Header { get; private set; }

    /// <summary>R, G, B of each palette entry; empty unless the colour type is palette.</summary>
    public byte[] Palette { get; private set; } = [];

    /// <summary>Whether <see cref="Pixels"/> holds the image: not if it is interlaced or has less than 8 bits per sample.</summary>
    public bool HasRows => Header is { IsInterlaced: false, BitDepth: >= 8 };

    /// <summary>The image's rows from the top, <see cref="Stride"/> bytes apart: 8-bit samples, or 16-bit big-endian ones.</summary>
    public ReadOnlySpan<byte> Pixels => _rows.AsSpan(1, (Header.Height * Stride) - 1);

    /// <summary>Bytes from one row to the next.</summary>
    public int Stride => 1 + _passes[0].RowBytes;

    /// <summary>Decodes a file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is not a complete, valid PNG; the message names it and what is wrong.</exception>
    public void Decode(string path)
    {
        using var handle = File.OpenHandle(path);
        var length = RandomAccess.GetLength(handle);
        if (length > Array.MaxLength)
            throw PngReader.Invalid(path, $"expected at most {Array.MaxLength} bytes, but found {length}");
        Reserve(ref _file, length);
        var count = 0;
        while (count < length && RandomAccess.Read(handle, _file.AsSpan(count, (int)length - count), count) is var read and > 0)
            count += read;
        Decode(count, path);
    }

    /// <summary>Decodes a file that is in memory; <paramref name="name"/> is its name in messages.</summary>
    /// <exception cref="InvalidDataException">As for <see cref="Decode(string)"/>.</exception>
    public void Decode(ReadOnlySpan<byte> file, string name)
    {
        Reserve(ref _file, file.Length);
        file.CopyTo(_file);
        Decode(file.Length, name);
    }

    /// <summary>A copy of the image.</summary>
    public PngImage ToImage()
    {
        var samples = Header.Width * Header.Height * Header.Channels;
        var image = Header.BitDepth == 16
            ? new PngImage(Header, [], GC.AllocateUninitializedArray<ushort>(samples), Palette)
            : new PngImage(Header, GC.AllocateUninitializedArray<byte>(samples), [], Palette);
        var start = 0;
        foreach (var pass in _passes)
        {
            for (var y = 0; y < pass.Rows; y++, start += 1 + pass.RowBytes)
                Place(_rows.AsSpan(start + 1, pass.RowBytes), image, pass.X, pass.Y + (y * pass.StepY), pass.StepX);
        }
        return image;
    }

    private static void Reserve(ref byte[] buffer, long length)
    {
        if (buffer.Length < length)
            buffer = GC.AllocateUninitializedArray<byte>((int)length);
    }

    private void Decode(int fileLength, string name)
    {
        (Header, Palette, var compressed) = PngChunks.Gather(_file.AsSpan(0, fileLength), name);
        var expected = RowsLength(compressed, name);
        Reserve(ref _rows, expected);
        var count = Inflate(compressed, expected, name);

        var start = 0;
        foreach (var pass in _passes)
        {
            UndoFilters(pass, start, count, name);
            start += pass.Rows * (1 + pass.RowBytes);
        }
    }

    private int RowsLength(int compressed, string name)
    {
        // Deflate shrinks data at most about 1032 times, so a header that needs more than that is wrong, however much memory there is.
        var rowBytes = ((long)Header.Width * Header.BitsPerPixel + 7) / 8;
        var samples = (Int128)Header.Width * Header.Height * Header.Channels * (Header.BitDepth == 16 ? 2 : 1);
        if ((Int128)rowBytes * Header.Height > (compressed + 1) * 1032L || samples > Array.MaxLength - (1 << 20))
            throw PngReader.Invalid(name,
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
            throw PngReader.Invalid(name, "the compressed image data is damaged", e);
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
                throw PngReader.Invalid(name, $"the image data ends in row {y} of {pass.Rows}: it is cut short");
            var row = _rows.AsSpan(start + 1, pass.RowBytes);
            if (!PngFilter.TryUndo(_rows[start], row, above, Math.Max(1, Header.BitsPerPixel / 8)))
                throw PngReader.Invalid(name, $"expected a row filter of 0 to 4, but found {_rows[start]} in row {y}");
            above = row;
        }
    }

    // Copies the pixels of one packed row to every step-th column of the image.
    private static void Place(ReadOnlySpan<byte> packed, PngImage image, int x, int y, int step)
    {
        var (bits, channels) = (image.BitDepth, image.Channels);
        if (step == 1 && bits == 8)
        {
            packed.CopyTo(image.Bytes.AsSpan(y * packed.Length));
            return;
        }
        for (var i = 0; x < image.Width; x += step)
        {
            var target = ((y * image.Width) + x) * channels;
            for (var c = 0; c < channels; c++, i++)
            {
                if (bits == 16)
                    image.Words[target + c] = BinaryPrimitives.ReadUInt16BigEndian(packed[(2 * i)..]);
                else if (bits == 8)
                    image.Bytes[target + c] = packed[i];
                else
                    image.Bytes[target + c] = (byte)((packed[i * bits / 8] >> (8 - bits - (i * bits % 8))) & ((1 << bits) - 1));
            }
        }
    }
}
