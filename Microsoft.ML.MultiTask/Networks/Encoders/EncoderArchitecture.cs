namespace Microsoft.ML.MultiTask;

/// <summary>
/// The encoder's architecture, a residual network without its classifier (He et al., CVPR 2016, arXiv:1512.03385, table 1).
/// </summary>
public enum EncoderArchitecture
{
    /// <summary>18 layers, two 3x3 convolutions a block; features of 128, 256 and 512 channels.</summary>
    ResNet18,

    /// <summary>34 layers, two 3x3 convolutions a block; features of 128, 256 and 512 channels.</summary>
    ResNet34,

    /// <summary>50 layers, 1x1-3x3-1x1 bottleneck blocks; features of 512, 1024 and 2048 channels. The paper's encoder.</summary>
    ResNet50,
}
