using System.Numerics;
using System.Runtime.InteropServices;

namespace Microsoft.ML.MultiTask;

/// <summary>Scales frames to one size: area average where an axis shrinks, bilinear where it grows. Not thread-safe: it keeps its
/// buffers.</summary>
/// <remarks>Rows are mixed first, then columns, in single precision; the result is rounded once and is the same on every machine.</remarks>
internal sealed class FrameResizer(int height, int width)
{
    private AxisWeights _rows = new(1, 1);
    private AxisWeights _columns = new(1, 1);
    private float[] _mixed = [];

    /// <summary>Scales one frame.</summary>
    /// <param name="pixels">Interleaved source pixels, [sourceHeight, sourceWidth, layout.Stride].</param>
    /// <param name="sourceHeight">Rows of the source.</param>
    /// <param name="sourceWidth">Columns of the source.</param>
    /// <param name="layout">Where each colour is in a pixel.</param>
    /// <param name="planar">Receives red, green and blue, [3, height, width].</param>
    public void Resize(ReadOnlySpan<byte> pixels, int sourceHeight, int sourceWidth, PixelLayout layout, Span<byte> planar)
    {
        if ((_rows.Source, _rows.Target) != (sourceHeight, height))
            _rows = new AxisWeights(sourceHeight, height);
        if ((_columns.Source, _columns.Target) != (sourceWidth, width))
            _columns = new AxisWeights(sourceWidth, width);

        var rowBytes = sourceWidth * layout.Stride;
        if (_mixed.Length != rowBytes)
            _mixed = new float[rowBytes];
        var plane = height * width;
        for (var y = 0; y < height; y++)
        {
            MixRows(pixels[(_rows.Start(y) * rowBytes)..], rowBytes, _rows.Weights(y));
            var row = planar[(y * width)..];
            MixColumns(layout, row[..width], row.Slice(plane, width), row.Slice(2 * plane, width));
        }
    }

    private void MixRows(ReadOnlySpan<byte> rows, int rowBytes, ReadOnlySpan<float> weights)
    {
        Array.Clear(_mixed);
        for (var k = 0; k < weights.Length; k++)
        {
            if (weights[k] != 0)
                AddScaled(rows.Slice(k * rowBytes, rowBytes), weights[k], _mixed);
        }
    }

    private static void AddScaled(ReadOnlySpan<byte> row, float weight, Span<float> sums)
    {
        var rowVectors = MemoryMarshal.Cast<byte, Vector<byte>>(row);
        var sumVectors = MemoryMarshal.Cast<float, Vector<float>>(sums);
        for (var i = 0; i < rowVectors.Length; i++)
        {
            Vector.Widen(rowVectors[i], out var low, out var high);
            Vector.Widen(low, out var first, out var second);
            Vector.Widen(high, out var third, out var fourth);
            var four = sumVectors.Slice(4 * i, 4);
            four[0] += Vector.ConvertToSingle(first.As<uint, int>()) * weight;
            four[1] += Vector.ConvertToSingle(second.As<uint, int>()) * weight;
            four[2] += Vector.ConvertToSingle(third.As<uint, int>()) * weight;
            four[3] += Vector.ConvertToSingle(fourth.As<uint, int>()) * weight;
        }
        for (var i = rowVectors.Length * Vector<byte>.Count; i < row.Length; i++)
            sums[i] += row[i] * weight;
    }

    private void MixColumns(PixelLayout layout, Span<byte> reds, Span<byte> greens, Span<byte> blues)
    {
        for (var x = 0; x < width; x++)
        {
            var pixels = _mixed.AsSpan(_columns.Start(x) * layout.Stride);
            var (red, green, blue) = (0.5f, 0.5f, 0.5f);    // rounds when cut to whole numbers
            foreach (var weight in _columns.Weights(x))
            {
                red += pixels[layout.Red] * weight;
                green += pixels[layout.Green] * weight;
                blue += pixels[layout.Blue] * weight;
                pixels = pixels[layout.Stride..];
            }
            (reds[x], greens[x], blues[x]) = ((byte)red, (byte)green, (byte)blue);
        }
    }
}
