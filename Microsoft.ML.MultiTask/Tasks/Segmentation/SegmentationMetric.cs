using Microsoft.ML.MultiTask.Tasks.Segmentation;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>Accuracies and intersections over union, from one confusion matrix over everything added.</summary>
/// <remarks>
/// The four measures of Long, Shelhamer, Darrell: "Fully Convolutional Networks for Semantic Segmentation", CVPR 2015, arXiv:1411.4038,
/// section 5. Deviation: a class that does not occur is left out of the means, which are otherwise undefined.
/// </remarks>
public sealed class SegmentationMetric : TaskMetric
{
    private readonly ConfusionMatrix _confusion;

    /// <summary>Creates an empty metric.</summary>
    /// <param name="classCount">Number of classes, 2 to 255.</param>
    /// <param name="ignore">The label of pixels to leave out; at least <paramref name="classCount"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public SegmentationMetric(int classCount, byte ignore = DenseTask.Ignore)
    {
        if (classCount is < 2 or > 255)
            throw new ArgumentOutOfRangeException(nameof(classCount), $"'{nameof(classCount)}' must be 2 to 255, but was {classCount}.");
        if (ignore < classCount)
            throw new ArgumentOutOfRangeException(
                nameof(ignore), $"'{nameof(ignore)}' must be at least 'classCount', {classCount}, but was {ignore}.");
        _confusion = new(classCount, ignore);
    }

    /// <inheritdoc/>
    public override void Update(Tensor prediction, Tensor label) => _confusion.Add(prediction, label);

    /// <inheritdoc/>
    public override SegmentationMetrics Compute()
    {
        var classes = Enumerable.Range(0, _confusion.ClassCount).ToArray();
        double?[] perClass = [.. classes.Select(_confusion.IoU)];
        double?[] accuracies = [.. classes.Select(_confusion.Recall)];
        return new SegmentationMetrics
        {
            LabelledPixels = _confusion.Total,
            PixelAccuracy = (double)_confusion.Correct / _confusion.Total,
            MeanIoU = perClass.Average() ?? double.NaN,
            MeanClassAccuracy = accuracies.Average() ?? double.NaN,
            FrequencyWeightedIoU = classes.Sum(c => _confusion.Labelled(c) * perClass[c] ?? 0) / _confusion.Total,
            PerClassIoU = perClass,
            PerClassAccuracy = accuracies,
        };
    }

    /// <inheritdoc/>
    public override void Reset() => _confusion.Clear();
}
