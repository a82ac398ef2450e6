using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.MultiTask.Images;

/// <summary>Scales frames to one size: area average along an axis that shrinks, linear interpolation along one that grows. Not thread-safe:
/// it reuses its buffers.</summary>
/// <remarks>Mixes rows first, then columns, in single precision. The result is rounded once and is the same on every machine.</remarks>
internal sealed class FrameResizer(int height, int width)
{
    private AxisWeights _rows = new(1, 1);
    private AxisWeights _columns = new(1, 1);
    private float[] _mixed = [];                                    // a row of the source's width, and padding for the last vector

    /// <summary>Scales one frame, interleaved pixels in rows that begin stride bytes apart, to planes of red, green and blue.</summary>
    public void Resize(ReadOnlySpan<byte> pixels, int stride, int sourceHeight, int sourceWidth, PixelLayout layout, Span<byte> planar)
    {
        if ((_rows.Source, _rows.Target) != (sourceHeight, height))
            _rows = new AxisWeights(sourceHeight, height);
        if ((_columns.Source, _columns.Target) != (sourceWidth, width))
            _columns = new AxisWeights(sourceWidth, width);

        var rowBytes = sourceWidth * layout.Stride;
        if (_mixed.Length < rowBytes + Vector128<float>.Count)
            _mixed = new float[rowBytes + Vector128<float>.Count];
        var plane = height * width;
        for (var y = 0; y < height; y++)
        {
            MixRows(pixels[(_rows.Start(y) * stride)..], stride, rowBytes, _rows.Weights(y));
            var row = planar[(y * width)..];
            MixColumns(layout, row[..width], row.Slice(plane, width), row.Slice(2 * plane, width));
        }
    }

    // The weighted sum of weights.Length rows.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MixRows(ReadOnlySpan<byte> rows, int stride, int rowBytes, ReadOnlySpan<float> weights)
    {
        while (weights[^1] == 0)
            weights = weights[..^1];
        var i = 0;
        for (; i + Vector<byte>.Count <= rowBytes; i += Vector<byte>.Count)
        {
            Vector<float> first = default, second = default, third = default, fourth = default;
            for (var k = 0; k < weights.Length; k++)
            {
                Vector.Widen(new Vector<byte>(rows[((k * stride) + i)..]), out var low, out var high);
                Vector.Widen(low, out var a, out var b);
                Vector.Widen(high, out var c, out var d);
                first += Vector.ConvertToSingle(a.As<uint, int>()) * weights[k];
                second += Vector.ConvertToSingle(b.As<uint, int>()) * weights[k];
                third += Vector.ConvertToSingle(c.As<uint, int>()) * weights[k];
                fourth += Vector.ConvertToSingle(d.As<uint, int>()) * weights[k];
            }
            var sums = _mixed.AsSpan(i, Vector<byte>.Count);
            first.CopyTo(sums);
            second.CopyTo(sums[Vector<float>.Count..]);
            third.CopyTo(sums[(2 * Vector<float>.Count)..]);
            fourth.CopyTo(sums[(3 * Vector<float>.Count)..]);
        }
        for (; i < rowBytes; i++)
        {
            var sum = 0f;
            for (var k = 0; k < weights.Length; k++)
                sum += rows[(k * stride) + i] * weights[k];
            _mixed[i] = sum;
        }
    }

    // Sums the colours of a pixel in one vector; the fourth lane is alpha, or red of the next pixel, and unused.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MixColumns(PixelLayout layout, Span<byte> reds, Span<byte> greens, Span<byte> blues)
    {
        for (var x = 0; x < width; x++)
        {
            var pixels = _mixed.AsSpan(_columns.Start(x) * layout.Stride);
            var sums = Vector128.Create(0.5f);                      // makes the truncation below round
            foreach (var weight in _columns.Weights(x))
            {
                sums += Vector128.Create<float>(pixels) * weight;
                pixels = pixels[layout.Stride..];
            }
            var rounded = Vector128.ConvertToInt32Native(sums);
            (reds[x], greens[x], blues[x]) = ((byte)rounded[layout.Red], (byte)rounded[layout.Green], (byte)rounded[layout.Blue]);
        }
    }
}
