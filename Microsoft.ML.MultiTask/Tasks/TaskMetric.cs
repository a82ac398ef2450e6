using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>
/// Measures the predictions of one task: keeps sums and counts over the labelled pixels of everything it is shown and divides once, so that
/// the split into batches makes no difference. Not for use by several threads at a time.
/// </summary>
/// <remarks>Shapes: N batch, H W pixels.</remarks>
public abstract class TaskMetric
{
    /// <summary>Adds predictions and their labels. Neither tensor is changed.</summary>
    /// <param name="prediction">[N, H, W], what the task's <see cref="DenseTask.Predict"/> gives; any device.</param>
    /// <param name="label">[N, H, W], with the task's value for a missing label where nothing is known; any device.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    /// <exception cref="InvalidDataException">A value is outside the task's range.</exception>
    public abstract void Update(Tensor prediction, Tensor label);

    /// <summary>The metrics of everything added since the start or <see cref="Reset"/>; NaN where nothing was labelled.</summary>
    public abstract TaskMetrics Compute();

    /// <summary>Forgets everything added.</summary>
    public abstract void Reset();

    private protected static void CheckShapes(Tensor prediction, Tensor label)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(label);
        if (!prediction.shape.SequenceEqual(label.shape))
            throw new ArgumentException(
                $"The prediction [{string.Join(", ", prediction.shape)}] "
                + $"and the label [{string.Join(", ", label.shape)}] must have the same shape.",
                nameof(label));
    }
}
