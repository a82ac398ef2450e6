using System.Text.Json.Nodes;
using Microsoft.ML.Data;
using Microsoft.ML.MultiTask.Kernels;
using Microsoft.ML.MultiTask.Tasks;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;
using Reduction = TorchSharp.torch.nn.Reduction;

namespace Microsoft.ML.MultiTask;

/// <summary>
/// Depth: the distance along the camera's axis for every pixel, in metres, trained by the Huber loss over the labelled pixels. Labels that
/// are NaN, 0, negative, infinite or beyond 100 km are missing.
/// </summary>
/// <remarks>Sistu et al., "MultiNet++", CVPR Workshops 2019, arXiv:1904.08492, equation 5.</remarks>
public sealed class DepthTask : DenseTask
{
    internal DepthTask(double targetScale, double huberDelta, string name, string? labelColumnName)
        : base(name, labelColumnName)
    {
        TargetScale = OptionCheck.Positive(targetScale, name);
        HuberDelta = OptionCheck.Positive(huberDelta, name);
    }

    /// <summary>Units of the training target per metre.</summary>
    public double TargetScale { get; }

    /// <summary>The absolute error at which the Huber loss turns from quadratic to linear, in units of the training target.</summary>
    public double HuberDelta { get; }

    /// <inheritdoc/>
    public override int OutputChannels => 1;

    /// <inheritdoc/>
    public override bool IsLabelled(float label) => label is > 0 and <= DepthLabelEncoding.MaximumMeters;

    /// <inheritdoc/>
    public override LossForm LossForm => LossForm.Regression;

    /// <inheritdoc/>
    public override PrimitiveDataViewType ItemType => NumberDataViewType.Single;

    /// <inheritdoc/>
    protected override string Kind => nameof(Depth);

    /// <inheritdoc/>
    protected override JsonObject Settings => new() { ["targetScale"] = TargetScale, ["huberDelta"] = HuberDelta };

    /// <inheritdoc/>
    public override Tensor Loss(Tensor output, Tensor label)
    {
        using var scope = NewDisposeScope();
        var predicted = output.squeeze(1);                                                       // [N, H, W], target units
        var known = label.Above(0).logical_and(label.Above(DepthLabelEncoding.MaximumMeters).logical_not());    // NaN > 0 is false
        var target = where(known, label.Scaled(TargetScale), predicted.detach());               // a missing pixel: loss 0
        var sum = F.huber_loss(predicted, target, HuberDelta, Reduction.Sum);
        return (sum / known.sum().AtLeast(1)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor Predict(Tensor output)
    {
        using var scope = NewDisposeScope();
        return output.squeeze(1).Scaled(1 / TargetScale).AtLeast(0).MoveToOuterDisposeScope();   // [N, H, W], metres
    }

    /// <inheritdoc/>
    public override TaskMetric CreateMetric() => new DepthMetric();

    /// <inheritdoc/>
    public override TaskMetric CreateMetric(EvaluationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new DepthMetric(options.Depth);
    }

    internal static DepthTask FromSettings(string name, string label, JsonObject settings) =>
        new((double)settings["targetScale"]!, (double)settings["huberDelta"]!, name, label);
}
