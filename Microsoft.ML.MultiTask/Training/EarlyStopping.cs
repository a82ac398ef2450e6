namespace Microsoft.ML.MultiTask;

/// <summary>
/// Stops training when validation no longer gets better, and goes back to the best weights. The criterion is the geometric mean of the
/// validation losses of the tasks with labels: no task's unit outweighs another's. An epoch in which one of them is not finite is never better.
/// </summary>
public sealed record EarlyStopping
{
    /// <summary>Epochs without improvement after which training stops.</summary>
    /// <value>At least 1; default 5.</value>
    public int Patience { get; init; } = 5;

    /// <summary>The relative fall of the criterion that counts as an improvement, dimensionless.</summary>
    /// <value>In [0, 1); default 0.</value>
    public double MinimumImprovement { get; init; }
}
