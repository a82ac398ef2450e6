using Microsoft.ML.MultiTask.Networks;
using Microsoft.ML.MultiTask.Networks.Decoders;

namespace Microsoft.ML.MultiTask;

/// <content>The package's own architectures, and those that an application registers.</content>
public abstract partial class DecoderArchitecture
{
    /// <summary>Scores at 1/8, 1/16 and 1/32 by 1x1 convolutions, upsampled and added (Long et al., CVPR 2015, arXiv:1411.4038). The paper's.</summary>
    public static DecoderArchitecture Fcn8 { get; } = new Fcn8Architecture();

    /// <summary>
    /// A light feature pyramid: 64 channels at each level, added from the coarsest to the finest (Lin et al., CVPR 2017, arXiv:1612.03144), joined
    /// at 1/4 (Kirillov et al., CVPR 2019, arXiv:1901.02446).
    /// </summary>
    public static DecoderArchitecture FeaturePyramid { get; } = new FeaturePyramidArchitecture();

    /// <summary>Atrous spatial pyramid pooling at 1/32, refined with the features at 1/4 (Chen et al., ECCV 2018, arXiv:1802.02611).</summary>
    public static DecoderArchitecture DeepLabV3Plus { get; } = new DeepLabV3PlusArchitecture();

    // After the properties above, which it reads when it is initialised.
    private static readonly ArchitectureRegistry<DecoderArchitecture> s_registry = new("Decoder", [Fcn8, FeaturePyramid, DeepLabV3Plus]);

    /// <summary>The package's own architectures, then those registered.</summary>
    public static IReadOnlyList<DecoderArchitecture> Known => s_registry.All;

    /// <summary>Makes an architecture known by its name, for loading models that have it. A later one of the same name replaces it. Thread-safe.</summary>
    /// <param name="architecture">An architecture of your own.</param>
    public static void Register(DecoderArchitecture architecture)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        s_registry.Register(architecture);
    }

    /// <summary>The known architecture of a name.</summary>
    /// <param name="name">A name, such as <c>Fcn8</c>.</param>
    /// <exception cref="InvalidOperationException">There is none of that name; the message lists the names.</exception>
    public static DecoderArchitecture OfName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return s_registry.OfName(name);
    }
}
