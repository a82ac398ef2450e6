using System.Text.RegularExpressions;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>
/// One dense prediction task: a label column, a loss, the prediction that a decoder's output stands for, and a metric. The trainer knows
/// tasks only through this class; derive from it to add one.
/// </summary>
/// <remarks>
/// Shapes: N batch, C channels that the decoder emits, K channels of label and prediction, H W pixels; [N, K, H, W] is [N, H, W] where K is 1,
/// as of all tasks that do not override <see cref="TargetChannels"/>. Missing labels are <see cref="Ignore"/> in byte columns and NaN in
/// float columns. Instances are immutable and may be used by several threads. To load models with a derived task, or to evaluate in another
/// process than the one that trained, override <see cref="Settings"/> and call <see cref="Register"/>. What a derived task returns is checked:
/// an <see cref="InvalidOperationException"/> names the task.
/// </remarks>
public abstract partial class DenseTask
{
    /// <summary>The byte label of a pixel without one: it counts in neither loss nor metric.</summary>
    public const byte Ignore = 255;

    /// <summary>Creates a task.</summary>
    /// <param name="name">A letter, then letters, digits or underscores; unique within a network, ignoring case.</param>
    /// <param name="labelColumnName">The label column; null for <paramref name="name"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is not of that form.</exception>
    protected DenseTask(string name, string? labelColumnName = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!NamePattern().IsMatch(name))
            throw new ArgumentException(
                $"A task's name must be a letter followed by letters, digits or underscores, but was '{name}'.", nameof(name));
        Name = name;
        LabelColumnName = labelColumnName ?? name;
    }

    /// <summary>The task's name, such as <c>Segmentation</c>.</summary>
    public string Name { get; }

    /// <summary>
    /// The name in lower case: the prefix of the decoder's weights (<c>decoders.segmentation.score8.weight</c>), and part of file names.
    /// </summary>
    public string Key => Name.ToLowerInvariant();

    /// <summary>The label column, a vector [K, H, W] of items of <see cref="ItemType"/>.</summary>
    public string LabelColumnName { get; }

    /// <summary>The column to which the transformer writes the prediction, a vector [K, H, W] of items of <see cref="ItemType"/>.</summary>
    public string PredictedColumnName => "Predicted" + Name;

    /// <summary>The column to which the transformer writes the decoder's output if scores are asked for, Single [C, H, W].</summary>
    public string ScoreColumnName => Name + "Score";

    /// <summary>C, the number of channels that the task's decoder emits; at least 1.</summary>
    public abstract int OutputChannels { get; }

    /// <summary>K, the numbers that label and prediction have for each pixel: 1 for classes and depth, 3 for surface normals, 2 for optical flow.</summary>
    /// <value>At least 1; default 1.</value>
    public virtual int TargetChannels => 1;

    /// <summary>
    /// Exclusive upper limit of byte labels: reading a label from here to 254 raises. The number of classes; 255 if any byte is a label.
    /// </summary>
    public virtual int LabelLimit => Ignore;

    /// <summary>Whether a float label is known. A task takes no part in the training step of a batch without known labels.</summary>
    /// <param name="label">The value of one pixel.</param>
    public virtual bool IsLabelled(float label) => !float.IsNaN(label);

    /// <summary>The likelihood behind the loss.</summary>
    public abstract LossForm LossForm { get; }

    /// <summary>The type of a pixel of label and prediction: Byte for classes, Single for quantities.</summary>
    public abstract PrimitiveDataViewType ItemType { get; }

    /// <summary>The loss of one batch.</summary>
    /// <param name="output">The decoder's output, float32 [N, C, H, W].</param>
    /// <param name="label">uint8 or float32 [N, K, H, W], on the same device; at least one value is labelled.</param>
    /// <returns>
    /// A scalar, the mean over the labelled values, differentiable in <paramref name="output"/>; owned by the caller's dispose scope.
    /// </returns>
    public abstract Tensor Loss(Tensor output, Tensor label);

    /// <summary>The prediction that a decoder's output stands for.</summary>
    /// <param name="output">float32 [N, C, H, W].</param>
    /// <returns>uint8 or float32 [N, K, H, W], as <see cref="ItemType"/> says; owned by the caller's dispose scope.</returns>
    public abstract Tensor Predict(Tensor output);

    /// <summary>Creates an empty metric for predictions of this task.</summary>
    public abstract TaskMetric CreateMetric();

    /// <summary>Creates an empty metric with the options of an evaluation; by default the same as without.</summary>
    /// <param name="options">How predictions are evaluated.</param>
    public virtual TaskMetric CreateMetric(EvaluationOptions options) => CreateMetric();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_]*\z")]
    private static partial Regex NamePattern();
}
