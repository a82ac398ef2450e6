using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>Pixel accuracy and intersection over union, from one confusion matrix over everything added.</summary>
public sealed class SegmentationMetric : TaskMetric
{
    private readonly ConfusionMatrix _confusion;

    /// <summary>Creates an empty metric.</summary>
    /// <param name="classCount">Number of classes, 2 to 255.</param>
    /// <param name="ignore">The label that stands for a missing one; not below <paramref name="classCount"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public SegmentationMetric(int classCount, byte ignore = DenseTask.Ignore)
    {
        if (classCount is < 2 or > 255)
            throw new ArgumentOutOfRangeException(nameof(classCount), $"'{nameof(classCount)}' must be 2 to 255, but was {classCount}.");
        if (ignore < classCount)
            throw new ArgumentOutOfRangeException(
                nameof(ignore),
                $"'{nameof(ignore)}' must not be one of the {classCount} classes, but was {ignore}.");
        _confusion = new(classCount, ignore);
    }

    /// <inheritdoc/>
    public override void Update(Tensor prediction, Tensor label)
    {
        CheckShapes(prediction, label);
        _confusion.Add(prediction, label);
    }

    /// <inheritdoc/>
    public override SegmentationMetrics Compute()
    {
        var perClass = Enumerable.Range(0, _confusion.ClassCount)
            .Select(c => _confusion.Union(c) == 0 ? null : (double?)_confusion[c, c] / _confusion.Union(c)).ToArray();
        return new SegmentationMetrics
        {
            LabelledPixels = _confusion.Total,
            PixelAccuracy = (double)_confusion.Correct / _confusion.Total,
            MeanIoU = perClass.Average() ?? double.NaN,
            PerClassIoU = perClass,
        };
    }

    /// <inheritdoc/>
    public override void Reset() => _confusion.Clear();
}
