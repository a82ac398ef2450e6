namespace Microsoft.ML.MultiTask;

/// <summary>The quantity that the decoder of depth emits and the loss compares. s is the task's target scale, d the depth in metres.</summary>
public enum DepthSpace
{
    /// <summary>s · d: errors count the same near and far. The paper's.</summary>
    Linear,

    /// <summary>s · ln d: relative errors count the same near and far (Eigen, Puhrsch, Fergus, NIPS 2014, arXiv:1406.2283).</summary>
    Logarithmic,

    /// <summary>s / d: near errors count most, and infinity is 0, as for disparities (Kendall, Gal, Cipolla, CVPR 2018, arXiv:1705.07115).</summary>
    Inverse,
}
