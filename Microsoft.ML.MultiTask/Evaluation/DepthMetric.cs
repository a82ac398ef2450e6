using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>Depth errors pooled over everything added. A label of NaN, infinity, 0 or less is missing.</summary>
/// <remarks>
/// The errors of Eigen, Puhrsch, Fergus: "Depth Map Prediction from a Single Image using a Multi-Scale Deep Network", NIPS 2014,
/// arXiv:1406.2283, without scaling, cap or crop.
/// </remarks>
public sealed class DepthMetric : TaskMetric
{
    private long _pixels;
    private long _within;             // pixels with δ < 1.25
    private double _relative;         // Σ |p - d| / d
    private double _squared;          // Σ (p - d)²

    /// <inheritdoc/>
    public override void Update(Tensor prediction, Tensor label)
    {
        CheckShapes(prediction, label);
        using var scope = torch.NewDisposeScope();
        var predictions = Meters(prediction);
        var labels = Meters(label);
        for (var i = 0; i < labels.Length; i++)
        {
            double expected = labels[i], found = predictions[i];
            if (!(expected > 0) || double.IsInfinity(expected))
                continue;
            var difference = found - expected;
            _pixels++;
            _relative += Math.Abs(difference) / expected;
            _squared += difference * difference;
            if (found > 0 && Math.Max(found / expected, expected / found) < 1.25)
                _within++;
        }
    }

    /// <inheritdoc/>
    public override DepthMetrics Compute() => new()
    {
        LabelledPixels = _pixels,
        AbsRelError = _relative / _pixels,
        RmseError = Math.Sqrt(_squared / _pixels),
        Delta1Accuracy = (double)_within / _pixels,
    };

    /// <inheritdoc/>
    public override void Reset() => (_pixels, _within, _relative, _squared) = (0, 0, 0, 0);

    private static ReadOnlySpan<float> Meters(Tensor depth) =>
        depth.NumberOfElements == 0 ? [] : MemoryMarshal.Cast<byte, float>(depth.detach().to(ScalarType.Float32).cpu().contiguous().bytes);
}
