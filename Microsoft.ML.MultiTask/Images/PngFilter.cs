using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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

    /// <summary>Undoes the filter of a row, in place.</summary>
    /// <param name="filter">The row's filter type.</param>
    /// <param name="row">The filtered row; becomes the original bytes.</param>
    /// <param name="above">The unfiltered row above, of the same length; zeros for the first row.</param>
    /// <param name="pixelBytes">Bytes per pixel, at least 1.</param>
    /// <returns>False if <paramref name="filter"/> is not one of the five.</returns>
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
                UndoUp(row, above);
                return true;
            case Average:
                UndoAverage(row, above, pixelBytes);
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

    // A byte is the prefix sum of the stored bytes of its channel. Within a vector of whole pixels the prefix sums take four steps, which
    // add the values 1, 2, 4 and 8 pixels before; then the last pixel of the previous vector is added to all.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void UndoSub(Span<byte> row, int pixelBytes)
    {
        var places = Vector128<byte>.Indices;
        var used = Vector128<byte>.Count / pixelBytes * pixelBytes;
        var isUsed = Vector128.LessThan(places, Vector128.Create((byte)used));
        var (by1, by2, by4, by8) = (Before(1), Before(2), Before(4), Before(8));
        Span<byte> ofLastPixel = stackalloc byte[Vector128<byte>.Count];
        for (var place = 0; place < ofLastPixel.Length; place++)
            ofLastPixel[place] = (byte)(used - pixelBytes + (place % pixelBytes));
        var lastPixel = Vector128.Create<byte>(ofLastPixel);

        // Vectors overlap if their size is not a multiple of the pixel size: each is read before the previous one is written.
        var carried = Vector128<byte>.Zero;
        var next = row.Length < Vector128<byte>.Count ? default : Vector128.Create<byte>(row);
        var i = 0;
        for (; i + used + Vector128<byte>.Count <= row.Length; i += used)
        {
            var stored = next;
            next = Vector128.Create<byte>(row.Slice(i + used, Vector128<byte>.Count));
            var sums = stored + Vector128.ShuffleNative(stored, by1);
            sums += Vector128.ShuffleNative(sums, by2);
            sums += Vector128.ShuffleNative(sums, by4);
            sums += Vector128.ShuffleNative(sums, by8);
            sums += carried;
            carried = Vector128.ShuffleNative(sums, lastPixel);
            Vector128.ConditionalSelect(isUsed, sums, stored).CopyTo(row[i..]);
        }
        for (i = Math.Max(i, pixelBytes); i < row.Length; i++)
            row[i] += row[i - pixelBytes];

        // Negative indices become 192 and more, for which the shuffle gives zero on every processor.
        Vector128<byte> Before(int pixels) => places - Vector128.Create((byte)(pixels * pixelBytes));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void UndoUp(Span<byte> row, ReadOnlySpan<byte> above)
    {
        var rowVectors = MemoryMarshal.Cast<byte, Vector<byte>>(row);
        var aboveVectors = MemoryMarshal.Cast<byte, Vector<byte>>(above);
        for (var i = 0; i < rowVectors.Length; i++)
            rowVectors[i] += aboveVectors[i];
        for (var i = rowVectors.Length * Vector<byte>.Count; i < row.Length; i++)
            row[i] += above[i];
    }

    private static void UndoAverage(Span<byte> row, ReadOnlySpan<byte> above, int pixelBytes)
    {
        var next = pixelBytes switch
        {
            3 => UndoAverageByPixel<Pixel3>(row, above),
            4 => UndoAverageByPixel<Pixel4>(row, above),
            6 => UndoAverageByPixel<Pixel6>(row, above),
            8 => UndoAverageByPixel<Pixel8>(row, above),
            _ => 0,
        };
        for (var i = next; i < row.Length; i++)
            row[i] += (byte)(((i < pixelBytes ? 0 : row[i - pixelBytes]) + above[i]) >> 1);
    }

    private static void UndoPaeth(Span<byte> row, ReadOnlySpan<byte> above, int pixelBytes)
    {
        var next = pixelBytes switch
        {
            3 => UndoPaethByPixel<Pixel3>(row, above),
            4 => UndoPaethByPixel<Pixel4>(row, above),
            6 => UndoPaethByPixel<Pixel6>(row, above),
            8 => UndoPaethByPixel<Pixel8>(row, above),
            _ => 0,
        };
        for (var i = next; i < row.Length; i++)
        {
            row[i] += i < pixelBytes
                ? above[i]
                : Predict(row[i - pixelBytes], above[i], above[i - pixelBytes]);
        }
    }

    // A pixel depends on the pixel to its left, so these two are vectorized over the bytes of one pixel, in 16-bit lanes. They stop where
    // eight bytes can no longer be read, and return that position.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int UndoAverageByPixel<TPixel>(Span<byte> row, ReadOnlySpan<byte> above)
        where TPixel : struct, IPixel
    {
        var left = Vector128<short>.Zero;
        var i = 0;
        for (; i + 8 <= row.Length; i += TPixel.Bytes)
        {
            left = Add(Widen(row[i..]), (left + Widen(above[i..])) >> 1);
            Write<TPixel>(left, row[i..]);
        }
        return i;
    }

    // The prediction is the neighbour nearest to left + up - aboveLeft. With low and high the smaller and larger of left and up, it is low
    // where that estimate is at most low, high where it is at least high, and aboveLeft in between. Comparing with
    // 3 aboveLeft - left - up decides this with a short dependency chain from pixel to pixel.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int UndoPaethByPixel<TPixel>(Span<byte> row, ReadOnlySpan<byte> above)
        where TPixel : struct, IPixel
    {
        var (left, aboveLeft) = (Vector128<short>.Zero, Vector128<short>.Zero);
        var i = 0;
        for (; i + 8 <= row.Length; i += TPixel.Bytes)
        {
            var up = Widen(above[i..]);
            var threshold = aboveLeft + aboveLeft + aboveLeft - up - left;
            var (low, high) = (Vector128.Min(left, up), Vector128.Max(left, up));
            var prediction = Vector128.ConditionalSelect(Vector128.GreaterThan(high, threshold), aboveLeft, low);
            prediction = Vector128.ConditionalSelect(Vector128.GreaterThan(threshold, low), prediction, high);
            left = Add(Widen(row[i..]), prediction);
            aboveLeft = up;
            Write<TPixel>(left, row[i..]);
        }
        return i;
    }

    private static Vector128<short> Widen(ReadOnlySpan<byte> bytes) =>
        Vector128.WidenLower(Vector128.CreateScalar(BinaryPrimitives.ReadUInt64LittleEndian(bytes)).AsByte()).AsInt16();

    // Adds bytes in 16-bit lanes, modulo 256.
    private static Vector128<short> Add(Vector128<short> a, Vector128<short> b) => (a.AsByte() + b.AsByte()).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]              // a call per pixel would dominate
    private static void Write<TPixel>(Vector128<short> pixel, Span<byte> target)
        where TPixel : struct, IPixel
    {
        var bytes = Vector128.Shuffle(pixel.AsByte(), Vector128.Create((byte)0, 2, 4, 6, 8, 10, 12, 14, 0, 2, 4, 6, 8, 10, 12, 14)).AsUInt64().ToScalar();
        switch (TPixel.Bytes)
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

    /// <summary>The size of a pixel as a type, so that the compiler specializes the code for it.</summary>
    private interface IPixel
    {
        static abstract int Bytes { get; }
    }

    private readonly struct Pixel3 : IPixel
    {
        public static int Bytes => 3;
    }

    private readonly struct Pixel4 : IPixel
    {
        public static int Bytes => 4;
    }

    private readonly struct Pixel6 : IPixel
    {
        public static int Bytes => 6;
    }

    private readonly struct Pixel8 : IPixel
    {
        public static int Bytes => 8;
    }
}
