namespace Microsoft.ML.MultiTask;

/// <summary>What <see cref="LossCombiner.CAGrad"/> divides its direction by, c being its radius.</summary>
public enum CAGradRescaling
{
    /// <summary>1: the paper's algorithm.</summary>
    None,

    /// <summary>1 + c²: the authors' code for their experiments on images.</summary>
    OnePlusSquare,

    /// <summary>1 + c: the gradient of a single task, or of tasks that agree, then is the mean gradient itself.</summary>
    OnePlusRadius,
}
