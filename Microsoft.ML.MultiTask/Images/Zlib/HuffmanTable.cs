using System.Runtime.CompilerServices;

namespace Microsoft.ML.MultiTask.Images.Zlib;

/// <summary>
/// A table that decodes the symbols of one Huffman code of a deflate stream (RFC 1951, section 3.2), looked up by the next bits.
/// </summary>
/// <remarks>
/// Codes longer than <paramref name="rootBits"/> go on in a second table. An entry is a number:
/// bits 0 to 7 how many bits it takes up, 8 to 11 how many of these are the code, 12 to 27 its value, and a kind in the bits above.
/// Extra bits of a length or distance are those after its code. A literal's byte is in bits 8 to 15; where the bits that are left over
/// make up a second literal, that follows in 16 to 23.
/// </remarks>
/// <param name="rootBits">Bits that the first table is looked up by.</param>
/// <param name="size">Room for the entries of both kinds of table.</param>
internal sealed class HuffmanTable(int rootBits, int size)
{
    public const uint Literal = 1u << 31;
    public const uint TwoLiterals = 1u << 30;
    public const uint EndOfBlock = 1u << 29;
    public const uint Link = 1u << 28;

    /// <summary>No code begins with these bits.</summary>
    public const uint Invalid = EndOfBlock | Link;

    private const int LongestCode = 15;

    private readonly ushort[] _sorted = new ushort[320];

    public uint[] Entries { get; } = new uint[size];

    /// <summary>The entry of a symbol that stands for a value, with the extra bits that are added to it.</summary>
    public static uint Value(int value, int extraBits) => ((uint)value << 12) | (uint)extraBits;

    /// <summary>The entry of a symbol that stands for a byte of data.</summary>
    public static uint LiteralOf(int value) => Literal | ((uint)value << 8);

    /// <summary>Makes the table.</summary>
    /// <param name="codeLengths">Bits of each symbol's code, 0 to 15; 0 where it has none.</param>
    /// <param name="symbols">Each symbol's entry but for its code's length.</param>
    /// <param name="mayBeIncomplete">Whether a code of a single symbol, or of none, is sound.</param>
    /// <returns>Whether the lengths are those of a code.</returns>
    public bool TryBuild(ReadOnlySpan<byte> codeLengths, ReadOnlySpan<uint> symbols, bool mayBeIncomplete)
    {
        Span<int> counts = stackalloc int[LongestCode + 1];
        foreach (var length in codeLengths)
            counts[length]++;
        counts[0] = 0;
        var longest = counts.LastIndexOfAnyExcept(0);
        var free = 1;                                               // codes of this length that are not taken
        for (var length = 1; length <= LongestCode; length++)
        {
            free = (2 * free) - counts[length];
            if (free < 0)
                return false;
        }
        if (free > 0)
        {
            if (!mayBeIncomplete || longest > 1)
                return false;
            Entries.AsSpan(0, 1 << rootBits).Fill(Invalid);
        }
        Sort(codeLengths, counts);
        Fill(symbols, counts, longest);
        return true;
    }

    /// <summary>Lets an entry decode two literals wherever both codes are within the first table's bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void PairLiterals()
    {
        // What follows a code has no larger index, so from the last on it is still a single literal.
        for (var i = (1 << rootBits) - 1; i >= 0; i--)
        {
            var first = Entries[i];
            if (first < Literal)
                continue;
            var second = Entries[i >> (byte)first];
            var bits = (byte)first + (byte)second;
            if (second >= Literal && bits <= rootBits)
                Entries[i] = Literal | TwoLiterals | ((second & 0xFF00) << 8) | (first & 0xFF00) | (uint)bits;
        }
    }

    // Symbols by the length of their codes, then by number: the order in which codes are given out.
    private void Sort(ReadOnlySpan<byte> codeLengths, ReadOnlySpan<int> counts)
    {
        Span<int> places = stackalloc int[LongestCode + 1];
        for (var length = 1; length < LongestCode; length++)
            places[length + 1] = places[length] + counts[length];
        for (var symbol = 0; symbol < codeLengths.Length; symbol++)
        {
            if (codeLengths[symbol] != 0)
                _sorted[places[codeLengths[symbol]]++] = (ushort)symbol;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fill(ReadOnlySpan<uint> symbols, ReadOnlySpan<int> counts, int longest)
    {
        var code = 0u;                                              // the last bit first, as the stream has it
        var (root, rest, restBits, next) = (uint.MaxValue, 0, 0, 1 << rootBits);
        for (int length = 1, k = 0; length <= longest; length++)
        {
            for (var count = counts[length]; count > 0; count--, k++)
            {
                var symbol = symbols[_sorted[k]];
                if (length <= rootBits)
                {
                    Repeat(Entries.AsSpan(0, 1 << rootBits), (int)code, length, symbol);
                }
                else
                {
                    if ((code & ((1u << rootBits) - 1)) != root)
                    {
                        root = code & ((1u << rootBits) - 1);
                        (rest, restBits) = (next, RestBits(counts, length, count));
                        next += 1 << restBits;
                        Entries[root] = Link | ((uint)rest << 12) | ((uint)restBits << 8) | (uint)rootBits;
                    }
                    Repeat(Entries.AsSpan(rest, 1 << restBits), (int)(code >> rootBits), length - rootBits, symbol);
                }
                code = Next(code, length);
            }
        }
    }

    // Every index whose low bits are the code.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Repeat(Span<uint> table, int code, int length, uint symbol)
    {
        var entry = symbol + (uint)length + (symbol < EndOfBlock ? (uint)length << 8 : 0);
        for (var i = code; i < table.Length; i += 1 << length)
            table[i] = entry;
    }

    // How many bits the codes have after the root's: as many as the codes that are left, shortest first, fill.
    private int RestBits(ReadOnlySpan<int> counts, int length, int count)
    {
        var bits = length - rootBits;
        for (var used = count; used < 1 << bits; used = (2 * used) + counts[rootBits + bits])
            bits++;
        return bits;
    }

    // Adds one to a number of this many bits whose last bit is the highest.
    private static uint Next(uint code, int length)
    {
        var bit = 1u << (length - 1);
        for (; (code & bit) != 0; bit >>= 1)
            code ^= bit;
        return code | bit;
    }
}
