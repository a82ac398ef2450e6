using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>
/// Measures the predictions of one task: accumulates sums and counts over the labelled pixels of every batch and divides once, so that
/// batch size and order do not matter. Not thread-safe.
/// </summary>
/// <remarks>
/// Shapes: N batch, H W pixels, and K channels where <see cref="DenseTask.TargetChannels"/> is above 1: [N, K, H, W]. Keep sums in float64 or int64. <see cref="Update"/> reads values on the CPU and so waits for the device.
/// </remarks>
public abstract class TaskMetric
{
    /// <summary>Adds a batch. Neither tensor is modified or kept.</summary>
    /// <param name="prediction">[N, H, W], as <see cref="DenseTask.Predict"/> returns it; any device.</param>
    /// <param name="label">[N, H, W], pixels without a label marked as the task does; any device.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    /// <exception cref="InvalidDataException">A value is outside the task's range.</exception>
    public abstract void Update(Tensor prediction, Tensor label);

    /// <summary>The metrics of everything added since creation or <see cref="Reset"/>; NaN if nothing was labelled.</summary>
    public abstract TaskMetrics Compute();

    /// <summary>Clears the sums and counts.</summary>
    public abstract void Reset();

    internal static void CheckShapes(Tensor prediction, Tensor label)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(label);
        if (!prediction.shape.SequenceEqual(label.shape))
            throw new ArgumentException(
                $"The prediction [{string.Join(", ", prediction.shape)}] and the label [{string.Join(", ", label.shape)}] must have the same shape.",
                nameof(label));
    }
}
