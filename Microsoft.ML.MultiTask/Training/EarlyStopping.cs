namespace Microsoft.ML.MultiTask;

/// <summary>Stops training when validation no longer gets better, and goes back to the best weights.</summary>
public sealed record EarlyStopping
{
    /// <summary>Epochs without improvement after which training stops.</summary>
    /// <value>At least 1; default 5. A number as large as that of all epochs only goes back to the best weights.</value>
    public int Patience { get; init; } = 5;

    /// <summary>The change of the criterion for the better that counts as an improvement, relative to its magnitude; dimensionless.</summary>
    /// <value>In [0, 1); default 0.</value>
    public double MinimumImprovement { get; init; }

    /// <summary>What is to get better.</summary>
    /// <value>Default <see cref="EarlyStoppingCriterion.ValidationLoss"/>.</value>
    public EarlyStoppingCriterion Criterion { get; init; } = EarlyStoppingCriterion.ValidationLoss;
}
