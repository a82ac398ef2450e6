using System.Numerics;
using System.Runtime.InteropServices;
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
        if (!prediction.is_integral() || !label.is_integral())
            throw new ArgumentException($"Class ids must be integers, but the prediction is {prediction.dtype} and the label {label.dtype}.", nameof(prediction));
        if (label.NumberOfElements == 0) return;
        if (prediction.dtype == ScalarType.Byte && label.dtype == ScalarType.Byte)
            Count<byte>(prediction, label);
        else
            Count<long>(prediction, label);
    }

    private void Count<T>(Tensor prediction, Tensor label) where T : unmanaged, IBinaryInteger<T>
    {
        using var scope = NewDisposeScope();
        ReadOnlySpan<T> predictions = Values<T>(prediction), labels = Values<T>(label);          // sync point; the scope owns the memory
        for (var i = 0; i < labels.Length; i++)
        {
            long labelled = long.CreateTruncating(labels[i]), predicted = long.CreateTruncating(predictions[i]);
            if (labelled == ignore)
                continue;
            Check("label", labelled);
            Check("prediction", predicted);
            _counts[labelled * classCount + predicted]++;
        }
    }

    private void Check(string what, long id)
    {
        if (id < 0 || id >= classCount)
            throw new InvalidDataException(
                $"The {what} is class {id}, but class ids must be 0 to {classCount - 1}, or {ignore} for a missing label.");
    }

    private static double? Share(long part, long whole) => whole == 0 ? null : (double)part / whole;

    private static Span<T> Values<T>(Tensor classes) where T : unmanaged =>
        MemoryMarshal.Cast<byte, T>(classes.detach().to(typeof(T) == typeof(byte) ? ScalarType.Byte : ScalarType.Int64).cpu().contiguous().bytes);
}
