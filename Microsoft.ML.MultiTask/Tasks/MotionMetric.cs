using Microsoft.ML.MultiTask.Tasks;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>How well moving pixels (class 1) were told from static ones (class 0); a label of 255 is missing.</summary>
public sealed class MotionMetric : TaskMetric
{
    private const int Static = 0, Moving = 1;

    private readonly ConfusionMatrix _confusion = new(classCount: 2, DenseTask.Ignore);

    /// <inheritdoc/>
    public override void Update(Tensor prediction, Tensor label)
    {
        CheckShapes(prediction, label);
        _confusion.Add(prediction, label);
    }

    /// <inheritdoc/>
    public override MotionMetrics Compute()
    {
        double? moving = _confusion.IoU(Moving), still = _confusion.IoU(Static);
        long marked = _confusion.Labelled(Moving) + _confusion.Predicted(Moving);
        return new MotionMetrics
        {
            LabelledPixels = _confusion.Total,
            Accuracy = (double)_confusion.Correct / _confusion.Total,
            MovingIoU = moving ?? double.NaN,
            Precision = _confusion.Precision(Moving) ?? double.NaN,
            Recall = _confusion.Recall(Moving) ?? double.NaN,
            F1Score = 2.0 * _confusion[Moving, Moving] / marked,
            StaticIoU = still ?? double.NaN,
            MeanIoU = new[] { moving, still }.Average() ?? double.NaN,
        };
    }

    /// <inheritdoc/>
    public override void Reset() => _confusion.Clear();
}
