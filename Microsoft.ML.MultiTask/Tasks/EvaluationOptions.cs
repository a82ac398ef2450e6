namespace Microsoft.ML.MultiTask;

/// <summary>How predictions are evaluated.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Caps, crop and scaling of depth.</summary>
    /// <value>Default: every labelled pixel, predictions not scaled.</value>
    public DepthMetricOptions Depth { get; init; } = new();

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Depth);
        Depth.Validate();
    }
}
