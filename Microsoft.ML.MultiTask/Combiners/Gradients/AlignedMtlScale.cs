namespace Microsoft.ML.MultiTask;

/// <summary>The length to which <see cref="LossCombiner.AlignedMtl"/> brings all principal components of the tasks' gradients.</summary>
public enum AlignedMtlScale
{
    /// <summary>The shortest one's: the paper's choice.</summary>
    Minimum,

    /// <summary>The median of their lengths, the shorter of two in the middle.</summary>
    Median,

    /// <summary>The root of their mean square.</summary>
    RootMeanSquare,
}
