using Microsoft.ML.MultiTask.Networks;
using Microsoft.ML.MultiTask.Networks.Encoders;

namespace Microsoft.ML.MultiTask;

/// <content>The package's own architectures, and those that an application registers.</content>
public abstract partial class EncoderArchitecture
{
    /// <summary>18 layers, two 3x3 convolutions a block; features of 64, 128, 256 and 512 channels.</summary>
    /// <remarks>This and the other residual networks: He et al., CVPR 2016, arXiv:1512.03385, table 1.</remarks>
    public static EncoderArchitecture ResNet18 { get; } = new ResNetArchitecture(nameof(ResNet18), [2, 2, 2, 2], isBottleneck: false);

    /// <summary>34 layers, two 3x3 convolutions a block; features of 64, 128, 256 and 512 channels.</summary>
    public static EncoderArchitecture ResNet34 { get; } = new ResNetArchitecture(nameof(ResNet34), [3, 4, 6, 3], isBottleneck: false);

    /// <summary>50 layers, 1x1-3x3-1x1 bottleneck blocks; features of 256, 512, 1024 and 2048 channels. The paper's encoder.</summary>
    public static EncoderArchitecture ResNet50 { get; } = new ResNetArchitecture(nameof(ResNet50), [3, 4, 6, 3], isBottleneck: true);

    /// <summary>101 layers, 1x1-3x3-1x1 bottleneck blocks; features of 256, 512, 1024 and 2048 channels.</summary>
    public static EncoderArchitecture ResNet101 { get; } = new ResNetArchitecture(nameof(ResNet101), [3, 4, 23, 3], isBottleneck: true);

    /// <summary>ResNet-18 with a third block in its last stage, as in ML.NET's package Microsoft.ML.DnnImageFeaturizer.ResNet18.</summary>
    public static EncoderArchitecture DnnResNet18 { get; } = new ResNetArchitecture(nameof(DnnResNet18), [2, 2, 2, 3], isBottleneck: false);

    /// <summary>
    /// Small and fast: inverted residual blocks with squeeze and excitation (Howard et al., ICCV 2019, arXiv:1905.02244, table 1); features of 24,
    /// 40, 112 and 960 channels.
    /// </summary>
    public static EncoderArchitecture MobileNetV3Large { get; } = new MobileNetV3Architecture();

    /// <summary>
    /// A modern convolutional network: depthwise 7x7 convolutions and layer normalisation (Liu et al., CVPR 2022, arXiv:2201.03545); features of 96,
    /// 192, 384 and 768 channels.
    /// </summary>
    public static EncoderArchitecture ConvNeXtTiny { get; } = new ConvNeXtArchitecture();

    // After the properties above, which it reads when it is initialised.
    private static readonly ArchitectureRegistry<EncoderArchitecture> s_registry = new(
        "Encoder", [ResNet18, ResNet34, ResNet50, ResNet101, DnnResNet18, MobileNetV3Large, ConvNeXtTiny]);

    /// <summary>The package's own architectures, then those registered.</summary>
    public static IReadOnlyList<EncoderArchitecture> Known => s_registry.All;

    /// <summary>Makes an architecture known by its name, for loading models that have it. A later one of the same name replaces it. Thread-safe.</summary>
    /// <param name="architecture">An architecture of your own.</param>
    public static void Register(EncoderArchitecture architecture)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        s_registry.Register(architecture);
    }

    /// <summary>The known architecture of a name.</summary>
    /// <param name="name">A name, such as <c>ResNet50</c>.</param>
    /// <exception cref="InvalidOperationException">There is none of that name; the message lists the names.</exception>
    public static EncoderArchitecture OfName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return s_registry.OfName(name);
    }
}
