using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>How well moving pixels (class 1) were told from static ones (class 0); a label of 255 is missing.</summary>
public sealed class MotionMetric : TaskMetric
{
    private const int Moving = 1;

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
        var found = (double)_confusion[Moving, Moving];
        return new MotionMetrics
        {
            LabelledPixels = _confusion.Total,
            Accuracy = (double)_confusion.Correct / _confusion.Total,
            MovingIoU = found / _confusion.Union(Moving),
            Precision = found / _confusion.Predicted(Moving),
            Recall = found / _confusion.Labelled(Moving),
        };
    }

    /// <inheritdoc/>
    public override void Reset() => _confusion.Clear();
}
