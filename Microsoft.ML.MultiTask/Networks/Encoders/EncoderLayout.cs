namespace Microsoft.ML.MultiTask;

/// <summary>Which of the two common variants of ResNet the encoder is.</summary>
public enum EncoderLayout
{
    /// <summary>torchvision's: no convolution biases; a bottleneck block's stride is in its 3x3 convolution (v1.5).</summary>
    Torchvision,

    /// <summary>
    /// Keras', which the paper used: a bias in every convolution; a bottleneck block's stride is in its first 1x1 convolution (v1).
    /// </summary>
    Keras,
}
