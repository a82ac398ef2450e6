using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.MultiTask.Images;

/// <summary>The five row filters of PNG, which store each byte as the difference from a prediction (specification, section 9).</summary>
internal static class PngFilter
{
    public const byte None = 0;
    public const byte Sub = 1;
    public const byte Up = 2;
    public const byte Average = 3;
    public const byte Paeth = 4;

    /// <summary>Undoes the filter of a row, in place. The row above is unfiltered, and zeros for the first row.
    /// False if the filter is not one of the five.</summary>
    public static bool TryUndo(byte filter, Span<byte> row, ReadOnlySpan<byte> above, int pixelBytes)
    {
        switch (filter)
        {
            case None:
                return true;
            case Sub:
                UndoSub(row, pixelBytes);
                return true;
            case Up:
                TensorPrimitives.Add(row, above, row);
                return true;
            case Average or Paeth:
                UndoByPixel(filter, row, above, pixelBytes);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Filters a row with the Paeth predictor.</summary>
    public static void ApplyPaeth(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int pixelBytes, Span<byte> filtered)
    {
        for (var i = 0; i < row.Length; i++)
            filtered[i] = (byte)(row[i] - Predict(Paeth, row, above, i, pixelBytes));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void UndoSub(Span<byte> row, int pixelBytes)
    {
        for (var i = pixelBytes; i < row.Length; i++)
            row[i] += row[i - pixelBytes];
    }

    // A pixel depends on the one to its left, so this is vectorized over the bytes of one pixel, in 16-bit lanes: byte by byte, a frame of
    // Paeth rows takes three times as long to decode.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void UndoByPixel(byte filter, Span<byte> row, ReadOnlySpan<byte> above, int pixelBytes)
    {
        var (left, aboveLeft) = (Vector128<short>.Zero, Vector128<short>.Zero);
        var i = 0;
        for (; i + 8 <= row.Length; i += pixelBytes)
        {
            var up = Widen(above[i..]);
            var prediction = filter == Average ? (left + up) >> 1 : Nearest(left, up, aboveLeft);
            left = (Widen(row[i..]).AsByte() + prediction.AsByte()).AsInt16();          // modulo 256 in each lane
            aboveLeft = up;
            var bytes = Vector128.Narrow(left.AsUInt16(), left.AsUInt16()).AsUInt64().ToScalar();
            foreach (ref var target in row.Slice(i, pixelBytes))
            {
                target = (byte)bytes;
                bytes >>= 8;
            }
        }
        for (; i < row.Length; i++)
            row[i] += Predict(filter, row, above, i, pixelBytes);
    }

    // The neighbour nearest to left + up - aboveLeft. With low and high the smaller and larger of left and up, it is low where that estimate
    // is at most low, high where it is at least high, and aboveLeft in between. Comparing with 3 aboveLeft - left - up decides this with a
    // short dependency chain from pixel to pixel.
    private static Vector128<short> Nearest(Vector128<short> left, Vector128<short> up, Vector128<short> aboveLeft)
    {
        var threshold = aboveLeft + aboveLeft + aboveLeft - up - left;
        var (low, high) = (Vector128.Min(left, up), Vector128.Max(left, up));
        var prediction = Vector128.ConditionalSelect(Vector128.GreaterThan(high, threshold), aboveLeft, low);
        return Vector128.ConditionalSelect(Vector128.GreaterThan(threshold, low), prediction, high);
    }

    private static Vector128<short> Widen(ReadOnlySpan<byte> bytes) =>
        Vector128.WidenLower(Vector128.CreateScalar(BinaryPrimitives.ReadUInt64LittleEndian(bytes)).AsByte()).AsInt16();

    private static byte Predict(byte filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int i, int pixelBytes)
    {
        var (left, up, aboveLeft) = i < pixelBytes ? (0, above[i], 0) : (row[i - pixelBytes], above[i], above[i - pixelBytes]);
        if (filter == Average)
            return (byte)((left + up) >> 1);
        var toLeft = Math.Abs(up - aboveLeft);
        var toUp = Math.Abs(left - aboveLeft);
        var toAboveLeft = Math.Abs(left + up - 2 * aboveLeft);
        return (byte)(toLeft <= toUp && toLeft <= toAboveLeft ? left : toUp <= toAboveLeft ? up : aboveLeft);
    }
}
