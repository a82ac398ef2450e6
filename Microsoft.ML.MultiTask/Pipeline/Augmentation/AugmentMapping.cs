using System.Runtime.CompilerServices;
using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Pipeline.Augmentation;

/// <summary>Augments the images of the current row, each when its value is requested. Buffers are reused from row to row.</summary>
internal sealed class AugmentMapping : IRowMapping
{
    private const float FillRed = 124, FillGreen = 116, FillBlue = 104;     // ImageNet's mean: 0 after the usual normalization

    private readonly DataViewRow _input;
    private readonly IReadOnlyList<AugmentedColumn> _columns;
    private readonly AugmentationOptions _options;
    private readonly int _seed;
    private readonly int _epoch;
    private readonly int _area;
    private readonly CropGrid _grid;
    private readonly GaussianFilter _filter;
    private readonly ValueGetter<DataViewRowId> _id;
    private readonly float[] _samples;                                      // of a frame, [3, H, W]
    private readonly float[] _cropped;
    private DataViewRowId _rowId;
    private RowAugmentation? _row;                                          // what the row of this id draws

    internal AugmentMapping(DataViewRow input, IReadOnlyList<AugmentedColumn> columns, AugmentationOptions options, int seed, int epoch)
    {
        (_input, _columns, _options, _seed, _epoch) = (input, columns, options, seed, epoch);
        var (height, width) = (columns[0].Height, columns[0].Width);
        _area = height * width;
        (_grid, _filter) = (new CropGrid(height, width), new GaussianFilter(height, width));
        _id = input.GetIdGetter();
        (_samples, _cropped) = (new float[3 * _area], new float[3 * _area]);
    }

    public Delegate Getter(int added) => _columns[added] switch
    {
        { Frame: { } frame, IsByte: true } column => Getter<byte>(column, (values, target) => Augment(values, frame, target)),
        { Frame: { } frame } column => Getter<float>(column, (values, target) => Augment(values, frame, target)),
        { IsByte: true } column => Getter<byte>(column, (values, target) => Crop(values, ClassLabelEncoding.Ignore, target)),
        var column => Getter<float>(column, (values, target) => CropQuantity(values, column.ZoomEffect, target)),
    };

    public void Dispose()
    {
    }

    private ValueGetter<VBuffer<T>> Getter<T>(AugmentedColumn column, Change<T> change)
    {
        var getter = _input.GetGetter<VBuffer<T>>(column.Column);
        int length = column.Planes * _area;
        VBuffer<T> source = default, dense = default;
        return (ref VBuffer<T> value) =>
        {
            getter(ref source);
            if (source.Length != length)
                throw new InvalidDataException(
                    $"Column '{column.Column.Name}', row {_input.Position}: must have {length} values, but had {source.Length}.");
            SetRow();
            if (!source.IsDense)
                source.CopyToDense(ref dense);
            var editor = VBufferEditor.Create(ref value, length);
            change(source.IsDense ? source.GetValues() : dense.GetValues(), editor.Values);
            value = editor.Commit();
        };
    }

    private void SetRow()
    {
        DataViewRowId id = default;
        _id(ref id);
        if (_row is not null && id.Equals(_rowId)) return;
        (_rowId, _row) = (id, RowAugmentation.Draw(_options, _seed, _epoch, id));
        _grid.Set(_row);
        if (_row.Blur > 0)
            _filter.Set(_row.Blur);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Augment(ReadOnlySpan<byte> frame, int number, Span<byte> target)
    {
        for (int i = 0; i < frame.Length; i++)
            _samples[i] = frame[i];
        var changed = Augment(number);
        for (int i = 0; i < target.Length; i++)
            target[i] = (byte)(Math.Clamp(changed[i], 0, 255) + 0.5f);      // truncation rounds
    }

    private void Augment(ReadOnlySpan<float> frame, int number, Span<float> target)
    {
        frame.CopyTo(_samples);
        Augment(number).CopyTo(target);
    }

    /// <summary>Augments the frame in <see cref="_samples"/>.</summary>
    private Span<float> Augment(int number)
    {
        if (_row is not { Brightness: 1, Contrast: 1, Saturation: 1, HueTurns: 0 })
            ColorJitter.Apply(_samples, _row!);
        var frame = _grid.IsIdentity ? _samples : _cropped;
        ReadOnlySpan<float> fills = [FillRed, FillGreen, FillBlue];
        for (int plane = 0; plane < fills.Length; plane++)
        {
            if (!_grid.IsIdentity)
                _grid.CropFrame(_samples.AsSpan(plane * _area, _area), fills[plane], _cropped.AsSpan(plane * _area, _area));
            if (_row!.Blur > 0)
                _filter.Blur(frame.AsSpan(plane * _area, _area));
        }
        if (_options.NoiseDeviation > 0)
            GaussianFilter.AddNoise(frame, _options.NoiseDeviation, new SplitMix64(_row!.NoiseKey, (ulong)number));
        return frame;
    }

    private void Crop<T>(ReadOnlySpan<T> label, T missing, Span<T> target)
    {
        for (int start = 0; start < label.Length; start += _area)
            _grid.CropLabel(label.Slice(start, _area), missing, target.Slice(start, _area));
    }

    private void CropQuantity(ReadOnlySpan<float> label, ZoomEffect effect, Span<float> target)
    {
        Crop(label, float.NaN, target);
        float factor = (float)(effect switch { ZoomEffect.DividedByScale => 1 / _grid.Scale, ZoomEffect.MultipliedByScale => _grid.Scale, _ => 1 });
        if (factor == 1) return;
        foreach (ref float value in target)
            value *= factor;
    }

    private delegate void Change<T>(ReadOnlySpan<T> values, Span<T> target);
}
