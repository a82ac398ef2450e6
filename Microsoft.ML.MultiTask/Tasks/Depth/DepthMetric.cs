using System.Runtime.InteropServices;
using Microsoft.ML.MultiTask.Tasks.Depth;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>Depth errors, pooled over everything added. Labels that are NaN, 0, negative, infinite or beyond 100 km are missing.</summary>
/// <remarks>
/// The errors of Eigen, Puhrsch, Fergus: "Depth Map Prediction from a Single Image using a Multi-Scale Deep Network", NIPS 2014,
/// arXiv:1406.2283, and of KITTI's depth benchmark. A prediction of 0 or less is measured as
/// <see cref="DepthMetricOptions.MinDepth"/>.
/// Deviation: SILog is the standard deviation of the log error over all pixels; KITTI averages it over images.
/// </remarks>
public sealed class DepthMetric : TaskMetric
{
    private readonly DepthMetricOptions _options;
    private readonly List<float> _labels = [], _predictions = [];   // of one image's pixels that count
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
        double min = _options.MinDepth, max = _options.MaxDepth;
        var (firstRow, rows) = (_options.Crop?.Rows(height) ?? Range.All).GetOffsetAndLength(height);
        var (firstColumn, columns) = (_options.Crop?.Columns(width) ?? Range.All).GetOffsetAndLength(width);
        _labels.Clear();
        _predictions.Clear();
        for (var y = firstRow; y < firstRow + rows; y++)
            for (var i = y * width + firstColumn; i < y * width + firstColumn + columns; i++)
                if (labels[i] > min && labels[i] < max && labels[i] <= DepthLabelEncoding.MaximumMeters)
                {
                    _labels.Add(labels[i]);
                    _predictions.Add(predictions[i]);
                }
        var scale = _options.ScalesByMedian && _labels.Count > 0 ? Median(_labels) / Math.Max(Median(_predictions), min) : 1;
        for (var i = 0; i < _labels.Count; i++)
            _sums.Add(Math.Clamp(_predictions[i] * scale, min, max), _labels[i]);
    }

    private static double Median(List<float> values)
    {
        float[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + (double)sorted[sorted.Length / 2]) / 2;
    }

    private static ReadOnlySpan<float> Meters(Tensor depth) =>
        MemoryMarshal.Cast<byte, float>(depth.detach().to(ScalarType.Float32).cpu().contiguous().bytes);
}
