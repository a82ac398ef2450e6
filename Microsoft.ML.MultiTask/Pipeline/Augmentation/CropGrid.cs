using System.Runtime.CompilerServices;

namespace Microsoft.ML.MultiTask.Pipeline.Augmentation;

/// <summary>Where each pixel of the images of a row comes from: one crop for all of its frames and labels. Reuses its buffers; not thread-safe.</summary>
internal sealed class CropGrid(int height, int width)
{
    private readonly int[] _starts = new int[width];                // the first source pixel of each target column
    private readonly int[] _nearest = new int[width];
    private float[] _weights = [];                                  // [W, taps]
    private readonly float[] _mixed = new float[width];             // a weighted sum of source rows
    private CropAxis _rows = new(height, scale: 1, place: 0, flips: false);
    private CropAxis _columns = new(width, scale: 1, place: 0, flips: false);

    /// <summary>Whether images stay as they are.</summary>
    internal bool IsIdentity => _rows.IsIdentity && _columns.IsIdentity;

    /// <summary>Target pixels per source pixel, along the rows of the image.</summary>
    internal double Scale => _columns.Scale;

    /// <summary>Takes on the crop of a row.</summary>
    internal void Set(RowAugmentation row)
    {
        _rows = new CropAxis(height, row.Scale, row.Down, flips: false);
        _columns = new CropAxis(width, row.Scale, row.Across, row.Flips);
        int taps = _columns.Taps;
        if (_weights.Length < taps * width)
            _weights = new float[taps * width];
        for (int x = _columns.From; x < _columns.To; x++)
        {
            (_starts[x], _nearest[x]) = (_columns.Start(x), _columns.Nearest(x));
            _columns.Weights(x).CopyTo(_weights.AsSpan(taps * x));
        }
    }

    /// <summary>Crops a plane of a frame: area average where it shrinks, linear interpolation where it grows.</summary>
    /// <param name="source">[H, W].</param>
    /// <param name="fill">The value of pixels beside a smaller image.</param>
    /// <param name="target">[H, W], another memory.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void CropFrame(ReadOnlySpan<float> source, float fill, Span<float> target)
    {
        target.Fill(fill);
        int taps = _columns.Taps;
        for (int y = _rows.From; y < _rows.To; y++)
        {
            MixedRows.Sum(source[(_rows.Start(y) * width)..], width, _rows.Weights(y), _mixed);
            var row = target.Slice(y * width, width);
            for (int x = _columns.From; x < _columns.To; x++)
            {
                float sum = 0;
                for (int k = 0; k < taps; k++)
                    sum += _weights[taps * x + k] * _mixed[_starts[x] + k];
                row[x] = sum;
            }
        }
    }

    /// <summary>Crops a plane of a label by nearest neighbour.</summary>
    /// <param name="source">[H, W].</param>
    /// <param name="missing">The value of pixels beside a smaller image.</param>
    /// <param name="target">[H, W], another memory.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void CropLabel<T>(ReadOnlySpan<T> source, T missing, Span<T> target)
    {
        target.Fill(missing);
        for (int y = _rows.From; y < _rows.To; y++)
        {
            var from = source.Slice(_rows.Nearest(y) * width, width);
            var row = target.Slice(y * width, width);
            for (int x = _columns.From; x < _columns.To; x++)
                row[x] = from[_nearest[x]];
        }
    }
}
