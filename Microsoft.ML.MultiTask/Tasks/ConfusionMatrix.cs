using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tasks;

/// <summary>Counts pixels by their labelled and predicted class.</summary>
internal sealed class ConfusionMatrix(int classCount, byte ignore)
{
    private readonly long[] _counts = new long[classCount * classCount]; // [label, prediction]

    public int ClassCount => classCount;

    public long Total => _counts.Sum();

    public long Correct => Enumerable.Range(0, classCount).Sum(c => this[c, c]);

    public long this[int label, int prediction] => _counts[label * classCount + prediction];

    public long Labelled(int c) => Enumerable.Range(0, classCount).Sum(prediction => this[c, prediction]);

    public long Predicted(int c) => Enumerable.Range(0, classCount).Sum(label => this[label, c]);

    /// <summary>Intersection over union; null for a class that neither a label nor a prediction names.</summary>
    public double? IoU(int c) => Share(this[c, c], Labelled(c) + Predicted(c) - this[c, c]);

    /// <summary>The share of the labelled pixels that were predicted as their class; null where none is labelled.</summary>
    public double? Recall(int c) => Share(this[c, c], Labelled(c));

    /// <summary>The share of the predicted pixels that are labelled as that class; null where none is predicted.</summary>
    public double? Precision(int c) => Share(this[c, c], Predicted(c));

    public void Clear() => Array.Clear(_counts);

    /// <summary>Adds two tensors of one shape; pixels with an ignored label do not count, whatever their prediction.</summary>
    public void Add(Tensor prediction, Tensor label)
    {
        using var scope = torch.NewDisposeScope();
        ReadOnlySpan<byte> predictions = Bytes(prediction);
        ReadOnlySpan<byte> labels = Bytes(label);
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] == ignore)
                continue;
            if (labels[i] >= classCount || predictions[i] >= classCount)
                throw new InvalidDataException(
                    $"A {(labels[i] >= classCount ? "label is" : "prediction is")} class {Math.Max(labels[i], predictions[i])}, "
                    + $"but the metric has {classCount} classes, 0 to {classCount - 1}, and {ignore} for a missing label.");
            _counts[labels[i] * classCount + predictions[i]]++;
        }
    }

    private static double? Share(long part, long whole) => whole == 0 ? null : (double)part / whole;

    private static Span<byte> Bytes(Tensor classes) =>
        classes.NumberOfElements == 0 ? [] : classes.detach().to(ScalarType.Byte).cpu().contiguous().bytes;
}
