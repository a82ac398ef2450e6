using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.MultiTask;

/// <summary>The five row filters of PNG, which store each byte as its difference from a prediction (specification, section 9).</summary>
internal static class PngFilter
{
    public const byte None = 0;
    public const byte Paeth = 4;

    /// <summary>Turns a filtered row back into its bytes, in place.</summary>
    /// <param name="filter">The row's filter type.</param>
    /// <param name="row">The row's bytes.</param>
    /// <param name="above">The finished row above, as long; zeros for the first.</param>
    /// <param name="pixelBytes">Bytes of a pixel, at least 1.</param>
    /// <returns>Whether <paramref name="filter"/> is one of the five.</returns>
    public static bool TryUndo(byte filter, Span<byte> row, ReadOnlySpan<byte> above, int pixelBytes)
    {
        switch (filter)
        {
            case None:
                return true;
            case 1:
                for (var i = pixelBytes; i < row.Length; i++)
                    row[i] += row[i - pixelBytes];
                return true;
            case 2:
                UndoUp(row, above);
                return true;
            case 3:
                for (var i = 0; i < row.Length; i++)
                    row[i] += (byte)(((i < pixelBytes ? 0 : row[i - pixelBytes]) + above[i]) >> 1);
                return true;
            case Paeth:
                UndoPaeth(row, above, pixelBytes);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Filters a row with the Paeth predictor.</summary>
    public static void ApplyPaeth(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int pixelBytes, Span<byte> filtered)
    {
        for (var i = 0; i < row.Length; i++)
        {
            filtered[i] = (byte)(row[i] - (i < pixelBytes
                ? above[i]
                : Predict(row[i - pixelBytes], above[i], above[i - pixelBytes])));
        }
    }

    private static void UndoUp(Span<byte> row, ReadOnlySpan<byte> above)
    {
        var rowVectors = MemoryMarshal.Cast<byte, Vector<byte>>(row);
        var aboveVectors = MemoryMarshal.Cast<byte, Vector<byte>>(above);
        for (var i = 0; i < rowVectors.Length; i++)
            rowVectors[i] += aboveVectors[i];
        for (var i = rowVectors.Length * Vector<byte>.Count; i < row.Length; i++)
            row[i] += above[i];
    }

    private static void UndoPaeth(Span<byte> row, ReadOnlySpan<byte> above, int pixelBytes)
    {
        for (var i = 0; i < pixelBytes; i++)
            row[i] += above[i];
        var next = pixelBytes is 3 or 4 or 6 or 8 ? UndoPaethByPixel(row, above, pixelBytes) : pixelBytes;
        for (var i = next; i < row.Length; i++)
            row[i] += Predict(row[i - pixelBytes], above[i], above[i - pixelBytes]);
    }

    // A pixel's bytes depend on the pixel to the left, so the parallelism is over the bytes of one pixel, in 16-bit lanes.
    // Stops where eight bytes can no longer be read, and returns that position.
    private static int UndoPaethByPixel(Span<byte> row, ReadOnlySpan<byte> above, int pixelBytes)
    {
        var left = Widen(ReadPixel(row, 0, pixelBytes));
        var aboveLeft = Widen(ReadPixel(above, 0, pixelBytes));
        var i = pixelBytes;
        for (; i + 8 <= row.Length; i += pixelBytes)
        {
            var up = Widen(BinaryPrimitives.ReadUInt64LittleEndian(above[i..]));
            var toLeft = Vector128.Abs(up - aboveLeft);
            var toUp = Vector128.Abs(left - aboveLeft);
            var toAboveLeft = Vector128.Abs(left + up - aboveLeft - aboveLeft);
            var prediction = Vector128.ConditionalSelect(
                Vector128.LessThanOrEqual(toLeft, Vector128.Min(toUp, toAboveLeft)),
                left,
                Vector128.ConditionalSelect(Vector128.LessThanOrEqual(toUp, toAboveLeft), up, aboveLeft));

            left = (Widen(BinaryPrimitives.ReadUInt64LittleEndian(row[i..])) + prediction) & Vector128.Create((short)0xFF);
            aboveLeft = up;
            WritePixel(row[i..], Vector128.Narrow(left, left).AsUInt64().ToScalar(), pixelBytes);
        }
        return i;
    }

    private static Vector128<short> Widen(ulong bytes) =>
        Vector128.WidenLower(Vector128.CreateScalar(bytes).AsByte()).AsInt16();

    private static ulong ReadPixel(ReadOnlySpan<byte> row, int start, int pixelBytes)
    {
        ulong value = 0;
        for (var i = pixelBytes - 1; i >= 0; i--)
            value = (value << 8) | row[start + i];
        return value;
    }

    private static void WritePixel(Span<byte> target, ulong bytes, int pixelBytes)
    {
        switch (pixelBytes)
        {
            case 3:
                BinaryPrimitives.WriteUInt16LittleEndian(target, (ushort)bytes);
                target[2] = (byte)(bytes >> 16);
                break;
            case 4:
                BinaryPrimitives.WriteUInt32LittleEndian(target, (uint)bytes);
                break;
            case 6:
                BinaryPrimitives.WriteUInt32LittleEndian(target, (uint)bytes);
                BinaryPrimitives.WriteUInt16LittleEndian(target[4..], (ushort)(bytes >> 32));
                break;
            default:
                BinaryPrimitives.WriteUInt64LittleEndian(target, bytes);
                break;
        }
    }

    // The neighbour nearest to left + up - aboveLeft; ties go to left, then up.
    private static byte Predict(int left, int up, int aboveLeft)
    {
        var toLeft = Math.Abs(up - aboveLeft);
        var toUp = Math.Abs(left - aboveLeft);
        var toAboveLeft = Math.Abs(left + up - 2 * aboveLeft);
        return (byte)(toLeft <= toUp && toLeft <= toAboveLeft ? left : toUp <= toAboveLeft ? up : aboveLeft);
    }
}
