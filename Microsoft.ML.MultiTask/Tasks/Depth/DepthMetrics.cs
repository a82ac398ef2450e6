namespace Microsoft.ML.MultiTask;

/// <summary>Errors of predicted depths p against labelled depths d, over all labelled pixels; NaN without labels.</summary>
public sealed record DepthMetrics : TaskMetrics
{
    /// <summary>The mean of |p - d| / d, dimensionless, 0 or more. The "relative error" of MTAN and LibMTL.</summary>
    public required double AbsRelError { get; init; }

    /// <summary>The root of the mean squared difference, in metres.</summary>
    public required double RmseError { get; init; }

    /// <summary>Share of pixels with max(p/d, d/p) below 1.25 (δ &lt; 1.25), 0 to 1.</summary>
    public required double Delta1Accuracy { get; init; }

    /// <summary>Share of pixels with max(p/d, d/p) below 1.25², 0 to 1.</summary>
    public required double Delta2Accuracy { get; init; }

    /// <summary>Share of pixels with max(p/d, d/p) below 1.25³, 0 to 1.</summary>
    public required double Delta3Accuracy { get; init; }

    /// <summary>The mean of |p - d|, in metres. The "absolute error" of MTAN and LibMTL.</summary>
    public required double AbsError { get; init; }

    /// <summary>The mean of (p - d)² / d, in metres.</summary>
    public required double SqRelError { get; init; }

    /// <summary>The root of the mean of (ln p - ln d)², dimensionless.</summary>
    public required double RmseLogError { get; init; }

    /// <summary>The mean of |log₁₀ p - log₁₀ d|, dimensionless.</summary>
    public required double Log10Error { get; init; }

    /// <summary>
    /// The standard deviation of ln p - ln d over all pixels, dimensionless. A factor common to all predictions does not change it. KITTI's
    /// benchmark prints 100 times this.
    /// </summary>
    public required double SILogError { get; init; }

    /// <summary>KITTI's iRMSE: the root of the mean of (1/p - 1/d)², in 1/km. Pixels clamped to a small depth dominate it.</summary>
    public required double InverseRmseError { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<KeyValuePair<string, double>> Values =>
    [
        new(nameof(AbsRelError), AbsRelError), new(nameof(RmseError), RmseError), new(nameof(Delta1Accuracy), Delta1Accuracy),
        new(nameof(Delta2Accuracy), Delta2Accuracy), new(nameof(Delta3Accuracy), Delta3Accuracy), new(nameof(AbsError), AbsError),
        new(nameof(SqRelError), SqRelError), new(nameof(RmseLogError), RmseLogError), new(nameof(Log10Error), Log10Error),
        new(nameof(SILogError), SILogError), new(nameof(InverseRmseError), InverseRmseError),
    ];

    internal override string RemarkOn(string metric) => metric switch
    {
        nameof(RmseError) or nameof(AbsError) or nameof(SqRelError) => "m",
        nameof(InverseRmseError) => "1/km",
        _ => "",
    };
}
