namespace Microsoft.ML.MultiTask.Networks;

/// <summary>The function behind a convolution.</summary>
internal enum Activation
{
    None,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>x · min(max(x + 3, 0), 6) / 6 (Howard et al., ICCV 2019, arXiv:1905.02244, section 5.2).</summary>
    Hardswish,
}
