using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.MultiTask.Images.Zlib;

/// <summary>Decodes zlib streams (RFC 1950, RFC 1951) from one array to another. Keeps its tables; not thread-safe.</summary>
/// <remarks>
/// Faster than <see cref="System.IO.Compression.ZLibStream"/> on photographs, whose data are literals for the most part: one look into a
/// table gives two of them, and bits are refilled eight bytes at a time. Both arrays have room to spare, so that the loop needs no
/// checks within a symbol.
/// </remarks>
internal sealed partial class Inflater
{
    /// <summary>Bytes of any value that follow the stream in its array.</summary>
    public const int SourcePadding = 32;

    /// <summary>Room behind the data's: that of what is decoded between two checks, eight literals, a match and half a vector.</summary>
    public const int TargetPadding = 8 + 2 + 258 + 16;

    private const int LengthBits = 11;
    private const int DistanceBits = 8;

    private readonly HuffmanTable _lengthTable = new(LengthBits, 2342);      // the most that 288 symbols of 15 bits can need
    private readonly HuffmanTable _distanceTable = new(DistanceBits, 402);   // the same for 32
    private byte[] _source = [];
    private byte[] _target = [];
    private int _length;                                                     // of the stream
    private int _position;                                                   // of the next byte to refill from
    private ulong _bits;                                                     // the next ones, the first lowest
    private int _bitCount;                                                   // at least so many of them count
    private int _written;

    /// <summary>Decodes one stream.</summary>
    /// <param name="source">The stream at its beginning, and <see cref="SourcePadding"/> bytes more.</param>
    /// <param name="length">Bytes of the stream.</param>
    /// <param name="target">Receives the data at its beginning; has room for <see cref="TargetPadding"/> bytes more, which are
    /// overwritten.</param>
    /// <param name="expected">Bytes of data at most; the stream's rest is not read.</param>
    /// <returns>Bytes of data, fewer than expected where the stream ends before.</returns>
    /// <exception cref="InvalidDataException">The stream is cut short or damaged.</exception>
    public int Decode(byte[] source, int length, byte[] target, int expected)
    {
        (_source, _length, _target) = (source, length, target);
        (_position, _bits, _bitCount, _written) = (2, 0, 0, 0);
        if (length < 2 || (source[0] & 0x0F) != 8 || source[0] >> 4 > 7 || ((source[0] << 8) | source[1]) % 31 != 0 || (source[1] & 0x20) != 0)
            throw new InvalidDataException("A zlib stream must begin with a header of method 8 without a dictionary.");
        bool isLast;
        do
        {
            isLast = Take(1) == 1;
            switch (Take(2))
            {
                case 0:
                    CopyStored(expected);
                    break;
                case 1:
                    UseFixedTables();
                    DecodeSymbols(expected);
                    break;
                case 2:
                    ReadTables();
                    DecodeSymbols(expected);
                    break;
                default:
                    throw Damaged("has a block of a type that does not exist");
            }
            if (_written > expected)
                return expected;
        }
        while (!isLast);
        CheckSum();
        return _written;
    }

    private static InvalidDataException Damaged(string problem) => new($"The zlib stream {problem}.");

    // The next bits, 16 at most, as a number.
    private int Take(int count)
    {
        var value = Peek(count);
        _bits >>= count;
        _bitCount -= count;
        return value;
    }

    private int Peek(int count)
    {
        if (_bitCount < count)
        {
            ThrowIfCutShort(_position, _bitCount);
            Refill(ref _bits, ref _bitCount, ref _position, _source);
        }
        return (int)(_bits & ((1ul << count) - 1));
    }

    // Bits were taken that lie beyond the stream.
    private void ThrowIfCutShort(int position, int bitCount)
    {
        if (position - (bitCount >> 3) > _length)
            throw Damaged("is cut short");
    }

    // Fills up to 56 bits or more. Bits beyond the count may already be there; they are the same ones again.
    private static void Refill(ref ulong bits, ref int count, ref int position, ReadOnlySpan<byte> source)
    {
        bits |= BinaryPrimitives.ReadUInt64LittleEndian(source[position..]) << count;
        position += (63 - count) >> 3;
        count |= 56;
    }

    private void CopyStored(int expected)
    {
        _position -= _bitCount >> 3;                                // what is left of a byte is not used
        (_bits, _bitCount) = (0, 0);
        if (_position + 4 > _length)
            throw Damaged("is cut short");
        int count = BinaryPrimitives.ReadUInt16LittleEndian(_source.AsSpan(_position));
        if (count != (ushort)~BinaryPrimitives.ReadUInt16LittleEndian(_source.AsSpan(_position + 2)))
            throw Damaged("has a stored block whose length is damaged");
        _position += 4;
        if (_position + count > _length)
            throw Damaged("is cut short");
        var copied = Math.Min(count, expected + 1 - _written);      // one too many says that there is more
        _source.AsSpan(_position, copied).CopyTo(_target.AsSpan(_written));
        _position += count;
        _written += copied;
    }

    // A block's symbols, until its end or more data than expected.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void DecodeSymbols(int expected)
    {
        ReadOnlySpan<uint> lengths = _lengthTable.Entries, distances = _distanceTable.Entries;
        ReadOnlySpan<byte> source = _source;
        Span<byte> target = _target;
        var (bits, count, position, written) = (_bits, _bitCount, _position, _written);
        while (written <= expected)
        {
            ThrowIfCutShort(position, count);
            Refill(ref bits, ref count, ref position, source);
            var entry = lengths[(int)(bits & ((1 << LengthBits) - 1))];
            if (entry >= HuffmanTable.Literal)
            {
                // Four times 11 bits, and what a refill leaves is enough for the next symbol's code.
                for (var i = 0; i < 4 && entry >= HuffmanTable.Literal; i++)
                {
                    bits >>= (int)entry;                           // by its low six bits
                    count -= (byte)entry;
                    BinaryPrimitives.WriteUInt16LittleEndian(target[written..], (ushort)(entry >> 8));
                    written += 1 + (int)((entry >> 30) & 1);
                    entry = lengths[(int)(bits & ((1 << LengthBits) - 1))];
                }
                if (entry >= HuffmanTable.Literal)
                    continue;
                Refill(ref bits, ref count, ref position, source);
            }
            if (entry >= HuffmanTable.Link)
            {
                if (entry < HuffmanTable.EndOfBlock)
                {
                    bits >>= LengthBits;
                    count -= LengthBits;
                    entry = lengths[Rest(entry, bits)];
                    if (entry >= HuffmanTable.Literal)
                    {
                        bits >>= (int)entry;                           // by its low six bits
                        count -= (byte)entry;
                        target[written++] = (byte)(entry >> 8);
                        continue;
                    }
                }
                if (entry >= HuffmanTable.Invalid)
                    throw Damaged("has a code that is not in its table");
                if (entry >= HuffmanTable.EndOfBlock)
                {
                    bits >>= (int)entry;                           // by its low six bits
                    count -= (byte)entry;
                    break;
                }
            }
            var length = ValueOf(entry, ref bits, ref count);

            entry = distances[(int)(bits & ((1 << DistanceBits) - 1))];
            if (entry is >= HuffmanTable.Link and < HuffmanTable.EndOfBlock)
            {
                bits >>= DistanceBits;
                count -= DistanceBits;
                entry = distances[Rest(entry, bits)];
            }
            if (entry >= HuffmanTable.Link)
                throw Damaged("has a code that is not in its table");
            var distance = ValueOf(entry, ref bits, ref count);
            if (distance > written)
                throw Damaged("refers to data before its beginning");
            CopyMatch(target, written, distance, length);
            written += length;
        }
        ThrowIfCutShort(position, count);
        (_bits, _bitCount, _position, _written) = (bits, count, position, written);
    }

    // The index that a link and the bits after it lead to.
    private static int Rest(uint link, ulong bits) =>
        (int)((link >> 12) & 0xFFFF) + (int)(bits & ((1ul << (int)((link >> 8) & 15)) - 1));

    // A length or distance: its value and the extra bits, which follow the code.
    private static int ValueOf(uint entry, ref ulong bits, ref int count)
    {
        var extra = (bits & ((1ul << (int)entry) - 1)) >> (int)((entry >> 8) & 15);
        bits >>= (int)entry;                           // by its low six bits
        count -= (byte)entry;
        return (int)(entry >> 12) + (int)extra;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyMatch(Span<byte> target, int written, int distance, int length)
    {
        if (distance >= Vector128<byte>.Count)
        {
            for (var end = written + length; written < end; written += Vector128<byte>.Count)
                Vector128.Create<byte>(target.Slice(written - distance, Vector128<byte>.Count)).CopyTo(target[written..]);
            return;
        }
        for (var known = distance; length > 0; known *= 2)          // what is there repeats, twice as much each time
        {
            var copied = Math.Min(known, length);
            target.Slice(written - known, copied).CopyTo(target[written..]);
            written += copied;
            length -= copied;
        }
    }

    private void CheckSum()
    {
        _position -= _bitCount >> 3;
        if (_position + 4 > _length)
            throw Damaged("is cut short");
        var stored = BinaryPrimitives.ReadUInt32BigEndian(_source.AsSpan(_position));
        var computed = Adler32.Of(_target.AsSpan(0, _written));
        if (stored != computed)
            throw Damaged($"has data of checksum {computed:X8}, but says {stored:X8}");
    }
}
