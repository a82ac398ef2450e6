namespace Microsoft.ML.MultiTask;

/// <summary>How predictions are measured.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Caps, crop and scaling of depth.</summary>
    /// <value>Default: every labelled pixel, and predictions as they are.</value>
    public DepthMetricOptions Depth { get; init; } = new();

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Depth);
        Depth.Validate();
    }
}
