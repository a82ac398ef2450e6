using Microsoft.ML.MultiTask.Tasks.Segmentation;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>
/// Measures a segmentation into static (0) and moving (1) pixels, mostly by the moving class. A label of <see cref="DenseTask.Ignore"/> is missing.
/// </summary>
public sealed class MotionMetric : TaskMetric
{
    private const int Static = 0, Moving = 1;

    private readonly ConfusionMatrix _confusion = new(classCount: 2, DenseTask.Ignore);

    /// <inheritdoc/>
    public override void Update(Tensor prediction, Tensor label) => _confusion.Add(prediction, label);

    /// <inheritdoc/>
    public override MotionMetrics Compute()
    {
        double? moving = _confusion.IoU(Moving), still = _confusion.IoU(Static);
        long labelledOrPredicted = _confusion.Labelled(Moving) + _confusion.Predicted(Moving);   // 2 TP + FP + FN
        return new MotionMetrics
        {
            LabelledPixels = _confusion.Total,
            Accuracy = (double)_confusion.Correct / _confusion.Total,
            MovingIoU = moving ?? double.NaN,
            Precision = _confusion.Precision(Moving) ?? double.NaN,
            Recall = _confusion.Recall(Moving) ?? double.NaN,
            F1Score = 2.0 * _confusion[Moving, Moving] / labelledOrPredicted,
            StaticIoU = still ?? double.NaN,
            MeanIoU = new[] { moving, still }.Average() ?? double.NaN,
        };
    }

    /// <inheritdoc/>
    public override void Reset() => _confusion.Clear();
}
