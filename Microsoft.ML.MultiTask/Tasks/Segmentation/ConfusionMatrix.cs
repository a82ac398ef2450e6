using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tasks.Segmentation;

/// <summary>Counts pixels by labelled and predicted class, except those whose label is <paramref name="ignore"/>.</summary>
internal sealed class ConfusionMatrix(int classCount, byte ignore)
{
    private readonly long[] _counts = new long[classCount * classCount];                         // [label, prediction]

    public int ClassCount => classCount;

    public long Total => _counts.Sum();

    public long Correct => Enumerable.Range(0, classCount).Sum(c => this[c, c]);

    public long this[int label, int prediction] => _counts[label * classCount + prediction];

    public long Labelled(int c) => Enumerable.Range(0, classCount).Sum(prediction => this[c, prediction]);

    public long Predicted(int c) => Enumerable.Range(0, classCount).Sum(label => this[label, c]);

    /// <summary>Intersection over union; null for a class that is neither labelled nor predicted anywhere.</summary>
    public double? IoU(int c) => Share(this[c, c], Labelled(c) + Predicted(c) - this[c, c]);

    /// <summary>Share of the pixels labelled as the class that were predicted as it; null if there are none.</summary>
    public double? Recall(int c) => Share(this[c, c], Labelled(c));

    /// <summary>Share of the pixels predicted as the class that are labelled as it; null if there are none.</summary>
    public double? Precision(int c) => Share(this[c, c], Predicted(c));

    public void Clear() => Array.Clear(_counts);

    /// <summary>Adds class ids of any integer type and device. A prediction is not checked where the label is ignored.</summary>
    public void Add(Tensor prediction, Tensor label)
    {
        TaskMetric.CheckShapes(prediction, label);
        using var scope = NewDisposeScope();
        ReadOnlySpan<byte> predictions = Bytes(prediction), labels = Bytes(label);               // sync point; the scope owns the memory
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] == ignore)
                continue;
            if (labels[i] >= classCount || predictions[i] >= classCount)
                throw new InvalidDataException(
                    $"{(labels[i] >= classCount ? "The label is" : "The prediction is")} class {Math.Max(labels[i], predictions[i])}, "
                    + $"but class ids must be 0 to {classCount - 1}, or {ignore} for a missing label.");
            _counts[labels[i] * classCount + predictions[i]]++;
        }
    }

    private static double? Share(long part, long whole) => whole == 0 ? null : (double)part / whole;

    private static Span<byte> Bytes(Tensor classes) =>
        classes.NumberOfElements == 0 ? [] : classes.detach().to(ScalarType.Byte).cpu().contiguous().bytes;
}
