namespace Microsoft.ML.MultiTask.Images.Zlib;

// The tables of codes: the fixed ones that the format knows, and those that a block brings along.
internal sealed partial class Inflater
{
    private const int CodeLengthBits = 7;

    private static readonly uint[] s_codeLengths = [.. Enumerable.Range(0, 19).Select(symbol => HuffmanTable.Value(symbol, 0))];
    private static readonly uint[] s_lengths = LengthSymbols();
    private static readonly uint[] s_distances = DistanceSymbols();

    private readonly HuffmanTable _codeLengthTable = new(CodeLengthBits, 1 << CodeLengthBits);
    private readonly byte[] _codeLengths = new byte[288 + 32 + 138];
    private bool _tablesAreFixed;

    private static ReadOnlySpan<byte> CodeLengthOrder => [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    private static uint[] LengthSymbols()
    {
        var symbols = new uint[288];
        for (var i = 0; i < 256; i++)
            symbols[i] = HuffmanTable.LiteralOf(i);
        symbols[256] = HuffmanTable.EndOfBlock;
        for (int i = 0, length = 3; i < 28; i++)
        {
            var extra = Math.Max(0, (i / 4) - 1);
            symbols[257 + i] = HuffmanTable.Value(length, extra);
            length += 1 << extra;
        }
        symbols[285] = HuffmanTable.Value(258, 0);
        symbols[286] = symbols[287] = HuffmanTable.Invalid;
        return symbols;
    }

    private static uint[] DistanceSymbols()
    {
        var symbols = new uint[32];
        for (int i = 0, distance = 1; i < 30; i++)
        {
            var extra = Math.Max(0, (i / 2) - 1);
            symbols[i] = HuffmanTable.Value(distance, extra);
            distance += 1 << extra;
        }
        symbols[30] = symbols[31] = HuffmanTable.Invalid;
        return symbols;
    }

    private void UseFixedTables()
    {
        if (_tablesAreFixed)
            return;
        var lengths = _codeLengths.AsSpan(0, 288);
        lengths[..144].Fill(8);
        lengths[144..256].Fill(9);
        lengths[256..280].Fill(7);
        lengths[280..].Fill(8);
        _lengthTable.TryBuild(lengths, s_lengths, mayBeIncomplete: false);
        var distances = _codeLengths.AsSpan(0, 32);
        distances.Fill(5);
        _distanceTable.TryBuild(distances, s_distances, mayBeIncomplete: false);
        _tablesAreFixed = true;
    }

    private void ReadTables()
    {
        _tablesAreFixed = false;
        int lengths = 257 + Take(5), distances = 1 + Take(5), codeLengths = 4 + Take(4);
        if (lengths > 286 || distances > 30)
            throw Damaged("has a block with more codes than there are");
        Span<byte> lengthsOfLengths = stackalloc byte[CodeLengthOrder.Length];
        foreach (var symbol in CodeLengthOrder[..codeLengths])
            lengthsOfLengths[symbol] = (byte)Take(3);
        if (!_codeLengthTable.TryBuild(lengthsOfLengths, s_codeLengths, mayBeIncomplete: false))
            throw Damaged("has a block whose codes are damaged");
        ReadCodeLengths(lengths + distances);
        if (_codeLengths[256] == 0
            || !_lengthTable.TryBuild(_codeLengths.AsSpan(0, lengths), s_lengths, mayBeIncomplete: true)
            || !_distanceTable.TryBuild(_codeLengths.AsSpan(lengths, distances), s_distances, mayBeIncomplete: true))
            throw Damaged("has a block whose codes are damaged");
        _lengthTable.PairLiterals();
    }

    private void ReadCodeLengths(int count)
    {
        var table = _codeLengthTable.Entries;
        for (var i = 0; i < count;)
        {
            var entry = table[Peek(CodeLengthBits)];
            Take((byte)entry);
            var symbol = (int)(entry >> 12);
            if (symbol < 16)
            {
                _codeLengths[i++] = (byte)symbol;
                continue;
            }
            if (symbol == 16 && i == 0)
                throw Damaged("has a block whose codes are damaged");
            var repeated = symbol == 16 ? _codeLengths[i - 1] : (byte)0;
            var times = symbol switch { 16 => 3 + Take(2), 17 => 3 + Take(3), _ => 11 + Take(7) };
            if (times > count - i)
                throw Damaged("has a block whose codes are damaged");
            _codeLengths.AsSpan(i, times).Fill(repeated);
            i += times;
        }
    }
}
