namespace Microsoft.ML.MultiTask.Networks.Encoders;

/// <summary>The constants of batch normalisation, torch's defaults.</summary>
internal static class BatchNormalization
{
    /// <summary>How far the running statistics move towards a batch's.</summary>
    internal const double Momentum = 0.1;

    /// <summary>Added to the variance.</summary>
    internal const double Epsilon = 1e-5;
}
