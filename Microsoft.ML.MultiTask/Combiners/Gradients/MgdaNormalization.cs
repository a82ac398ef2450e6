namespace Microsoft.ML.MultiTask;

/// <summary>What <see cref="LossCombiner.Mgda"/> divides each task's gradient by before it compares them.</summary>
public enum MgdaNormalization
{
    /// <summary>1.</summary>
    None,

    /// <summary>The gradient's norm.</summary>
    Norm,

    /// <summary>The task's loss.</summary>
    Loss,

    /// <summary>The task's loss times the gradient's norm.</summary>
    LossTimesNorm,
}
