namespace Microsoft.ML.MultiTask;

/// <summary>
/// The numbers that the encoder computes its features with. Weights, statistics, decoders and losses are float32 either way.
/// </summary>
public enum EncoderPrecision
{
    /// <summary>float32: 32 bits, 24 of them significant.</summary>
    Full,

    /// <summary>
    /// 16 bits, 8 of them significant, with the range of float32: half the memory for features, and where the processor multiplies such
    /// numbers (AVX512-BF16, AMX, NVIDIA from Ampere on) about twice the speed. Elsewhere it is slower.
    /// </summary>
    BFloat16,
}
