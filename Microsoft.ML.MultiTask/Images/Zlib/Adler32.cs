using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.MultiTask.Images.Zlib;

/// <summary>The checksum at the end of a zlib stream (RFC 1950, section 8.2).</summary>
internal static class Adler32
{
    private const uint Base = 65521;

    public static uint Of(ReadOnlySpan<byte> data)
    {
        var (sum, sumOfSums) = (1u, 0u);
        var block = 128 * Vector<byte>.Count;                       // the sums of its columns stay below 2^16
        while (!data.IsEmpty)
        {
            var count = Math.Min(block, data.Length);
            Add(data[..count], ref sum, ref sumOfSums);
            data = data[count..];
        }
        return (sumOfSums << 16) | sum;
    }

    // Columns are the places of a byte within a vector. A byte adds itself once to the sum, and to the sum of sums once for itself and
    // once for every byte after it: for the rest of its vector and for the vectors that follow.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(ReadOnlySpan<byte> data, ref uint sum, ref uint sumOfSums)
    {
        var vectors = MemoryMarshal.Cast<byte, Vector<byte>>(data);
        Vector<ushort> low = default, high = default;               // sums of the columns
        Vector<uint> first = default, second = default, third = default, fourth = default;     // sums of these before each vector
        foreach (var vector in vectors)
        {
            Vector.Widen(low, out var a, out var b);
            Vector.Widen(high, out var c, out var d);
            (first, second, third, fourth) = (first + a, second + b, third + c, fourth + d);
            Vector.Widen(vector, out var lowBytes, out var highBytes);
            (low, high) = (low + lowBytes, high + highBytes);
        }

        var width = Vector<byte>.Count;
        Span<uint> before = stackalloc uint[width];
        first.CopyTo(before);
        second.CopyTo(before[(width / 4)..]);
        third.CopyTo(before[(width / 2)..]);
        fourth.CopyTo(before[(3 * width / 4)..]);
        var (total, totalOfSums) = ((ulong)sum, sumOfSums + ((ulong)sum * (uint)data.Length));
        var tail = data[(vectors.Length * width)..];
        for (var column = 0; column < width; column++)
        {
            uint inColumn = column < width / 2 ? low[column] : high[column - (width / 2)];
            total += inColumn;
            totalOfSums += ((ulong)before[column] * (uint)width) + (inColumn * (ulong)(uint)(width - column + tail.Length));
        }
        for (var i = 0; i < tail.Length; i++)
        {
            total += tail[i];
            totalOfSums += (ulong)tail[i] * (uint)(tail.Length - i);
        }
        (sum, sumOfSums) = ((uint)(total % Base), (uint)(totalOfSums % Base));
    }
}
