using System.Runtime.InteropServices;
using Microsoft.ML.MultiTask.Tasks.Depth;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>Depth errors, pooled over everything added. Labels that are NaN, infinite, 0 or negative are missing.</summary>
/// <remarks>
/// The errors of Eigen, Puhrsch, Fergus: "Depth Map Prediction from a Single Image using a Multi-Scale Deep Network", NIPS 2014,
/// arXiv:1406.2283, and of KITTI's depth benchmark. A prediction of 0 or less is measured as
/// <see cref="DepthMetricOptions.MinDepth"/>.
/// Deviation: SILog is the standard deviation of the log error over all pixels; KITTI averages it over images.
/// </remarks>
public sealed class DepthMetric : TaskMetric
{
    private readonly DepthMetricOptions _options;
    private readonly List<float> _labels = [], _predictions = [];   // one image's, for its medians
    private DepthSums _sums;

    /// <summary>Creates an empty metric.</summary>
    /// <param name="options">Caps, crop and scaling; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public DepthMetric(DepthMetricOptions? options = null)
    {
        _options = options ?? new();
        _options.Validate();
    }

    /// <inheritdoc/>
    public override void Update(Tensor prediction, Tensor label)
    {
        CheckShapes(prediction, label);
        if (label.dim() != 3)
            throw new ArgumentException($"The label must be [N, H, W], but was [{string.Join(", ", label.shape)}].", nameof(label));
        if (label.NumberOfElements == 0)
            return;

        using var scope = NewDisposeScope();
        ReadOnlySpan<float> predictions = Meters(prediction), labels = Meters(label);            // sync point; the scope owns the memory
        int height = (int)label.shape[1], width = (int)label.shape[2], plane = height * width;
        for (var start = 0; start < labels.Length; start += plane)
            AddImage(predictions.Slice(start, plane), labels.Slice(start, plane), height, width);
    }

    /// <inheritdoc/>
    public override DepthMetrics Compute() => _sums.Compute();

    /// <inheritdoc/>
    public override void Reset() => _sums = default;

    private void AddImage(ReadOnlySpan<float> predictions, ReadOnlySpan<float> labels, int height, int width)
    {
        var (firstRow, rows) = (_options.Crop?.Rows(height) ?? Range.All).GetOffsetAndLength(height);
        var columns = _options.Crop?.Columns(width) ?? Range.All;
        var scale = 1.0;
        if (_options.ScalesByMedian)
        {
            _labels.Clear();
            _predictions.Clear();
            for (var y = firstRow; y < firstRow + rows; y++)
                Collect(predictions.Slice(y * width, width)[columns], labels.Slice(y * width, width)[columns]);
            if (_labels.Count == 0)
                return;
            scale = Median(_labels) / Math.Max(Median(_predictions), _options.MinDepth);
        }

        for (var y = firstRow; y < firstRow + rows; y++)
            AddRow(predictions.Slice(y * width, width)[columns], labels.Slice(y * width, width)[columns], scale);
    }

    private void AddRow(ReadOnlySpan<float> predictions, ReadOnlySpan<float> labels, double scale)
    {
        double min = _options.MinDepth, max = _options.MaxDepth;
        for (var i = 0; i < labels.Length; i++)
        {
            double label = labels[i];
            if (label > min && label < max)
                _sums.Add(Math.Clamp(predictions[i] * scale, min, max), label);
        }
    }

    private void Collect(ReadOnlySpan<float> predictions, ReadOnlySpan<float> labels)
    {
        for (var i = 0; i < labels.Length; i++)
        {
            if (!(labels[i] > _options.MinDepth && labels[i] < _options.MaxDepth))
                continue;
            _labels.Add(labels[i]);
            _predictions.Add(predictions[i]);
        }
    }

    private static double Median(List<float> values)
    {
        values.Sort();
        return (values[(values.Count - 1) / 2] + (double)values[values.Count / 2]) / 2;
    }

    private static ReadOnlySpan<float> Meters(Tensor depth) =>
        MemoryMarshal.Cast<byte, float>(depth.detach().to(ScalarType.Float32).cpu().contiguous().bytes);
}
