namespace Microsoft.ML.MultiTask;

/// <summary>How far predicted depths are from the labelled ones.</summary>
public sealed record DepthMetrics : TaskMetrics
{
    /// <summary>The mean of |predicted - labelled| / labelled, dimensionless, 0 or more; NaN without labels.</summary>
    public required double AbsRelError { get; init; }

    /// <summary>The root of the mean squared difference, in metres; NaN without labels.</summary>
    public required double RmseError { get; init; }

    /// <summary>
    /// The share of pixels where the greater of the two depths is less than 1.25 times the other (δ &lt; 1.25), 0 to 1; NaN without
    /// labels.
    /// </summary>
    public required double Delta1Accuracy { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<KeyValuePair<string, double>> Values =>
        [new(nameof(AbsRelError), AbsRelError), new(nameof(RmseError), RmseError), new(nameof(Delta1Accuracy), Delta1Accuracy)];

    internal override string Remark => $"{nameof(RmseError)} in metres";
}
