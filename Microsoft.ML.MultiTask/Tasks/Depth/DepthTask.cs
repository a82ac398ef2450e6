using System.Text.Json.Nodes;
using Microsoft.ML.Data;
using Microsoft.ML.MultiTask.Kernels;
using Microsoft.ML.MultiTask.Tasks;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>
/// Depth: the distance along the camera's axis for every pixel, in metres, trained over the labelled pixels. Labels that are NaN, 0,
/// negative, or beyond <see cref="FarthestMeters"/> are missing.
/// </summary>
/// <remarks>Sistu et al., "MultiNet++", CVPR Workshops 2019, arXiv:1904.08492, equation 5.</remarks>
public sealed class DepthTask : DenseTask
{
    internal DepthTask(double targetScale, DepthLoss loss, double farthestMeters, string name, string? labelColumnName)
        : base(name, labelColumnName)
    {
        TargetScale = OptionCheck.Positive(targetScale, name);
        DepthLoss = loss;
        FarthestMeters = OptionCheck.Within(OptionCheck.Positive(farthestMeters, name), 0, DepthLabelEncoding.MaximumMeters, nameof(farthestMeters));
    }

    /// <summary>What the decoder's output is multiplied by: units of the training target per metre, per unit of ln d, or per 1 / metre.</summary>
    public double TargetScale { get; }

    /// <summary>The loss, and the quantity that the decoder emits.</summary>
    public DepthLoss DepthLoss { get; }

    /// <summary>Labels beyond this do not count in training, and no prediction is farther; metres, at most 100 km.</summary>
    public double FarthestMeters { get; }

    /// <inheritdoc/>
    public override int OutputChannels => 1;

    /// <inheritdoc/>
    public override bool IsLabelled(float label) => label > 0 && label <= FarthestMeters;

    /// <inheritdoc/>
    public override LossForm LossForm => LossForm.Regression;

    /// <inheritdoc/>
    public override PrimitiveDataViewType ItemType => NumberDataViewType.Single;

    /// <inheritdoc/>
    protected override string Kind => nameof(Depth);

    /// <inheritdoc/>
    protected override JsonObject Settings => new() { ["targetScale"] = TargetScale, ["loss"] = DepthLoss.ToJson(), ["farthestMeters"] = FarthestMeters };

    /// <inheritdoc/>
    public override Tensor Loss(Tensor output, Tensor label)
    {
        using var scope = NewDisposeScope();
        var predicted = output.squeeze(1);                                                       // [N, H, W], target units
        var known = label.Above(0).logical_and(label.Above(FarthestMeters).logical_not());      // NaN > 0 is false
        var target = where(known, DepthLoss.Target(label, TargetScale), predicted.detach());    // a missing pixel: error 0
        return DepthLoss.Of(predicted - target, known).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor Predict(Tensor output)
    {
        using var scope = NewDisposeScope();
        return DepthLoss.Meters(output.squeeze(1), TargetScale, FarthestMeters).MoveToOuterDisposeScope();      // [N, H, W]
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
        new((double)settings["targetScale"]!, DepthLoss.FromJson(settings["loss"]!.AsObject()), (double)settings["farthestMeters"]!, name, label);
}
