using System.Text.Json.Serialization;
using Microsoft.ML.MultiTask.Networks;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>
/// A network that turns frames into feature maps at four sizes, without a classifier. Choose one of the static properties, or derive from
/// this class.
/// </summary>
/// <remarks>
/// Immutable; two are equal if their names are. A model is saved with the name of its encoder: to load one with an encoder of your own, call
/// <see cref="Register"/> before.
/// </remarks>
[JsonConverter(typeof(NameJson))]
public abstract partial class EncoderArchitecture : INamedArchitecture, IEquatable<EncoderArchitecture>
{
    /// <summary>Creates an architecture.</summary>
    /// <param name="name">Its name, of no other layers. Not empty, and not one of the package's own.</param>
    /// <param name="channels">The channels of the features at 1/4, 1/8, 1/16 and 1/32, each at least 1.</param>
    /// <exception cref="ArgumentException">An argument is not like that.</exception>
    protected EncoderArchitecture(string name, IReadOnlyList<int> channels)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(channels);
        if (channels.Count != 4 || channels.Any(c => c < 1))
            throw new ArgumentException(
                $"'channels' of encoder '{name}' must be four positive numbers, but were [{string.Join(", ", channels)}].", nameof(channels));
        if (GetType().Assembly != typeof(EncoderArchitecture).Assembly) s_registry.CheckIsFree(name);
        (Name, Channels) = (name, [.. channels]);
    }

    /// <summary>The architecture's name, such as <c>ResNet50</c>.</summary>
    public string Name { get; }

    /// <summary>The channels of the features at 1/4, 1/8, 1/16 and 1/32 of the frames' size.</summary>
    public IReadOnlyList<int> Channels { get; }

    /// <summary>Whether the encoder also takes bfloat16 frames while its weights are float32.</summary>
    /// <value>Default false: <see cref="EncoderPrecision.BFloat16"/> is then refused.</value>
    public virtual bool SupportsBFloat16 => false;

    /// <summary>Creates an encoder.</summary>
    /// <remarks>
    /// Each call gives another module of the same layers. Its <c>forward</c> takes normalised frames, float32 [N, 3, H, W] (bfloat16 where <see
    /// cref="SupportsBFloat16"/> says so), channels last, H and W multiples of 32, and gives features of that type that its caller's dispose scope
    /// owns. Before training the weights of its Conv2d, ConvTranspose2d and Linear modules are drawn anew, by the trainer's seed.
    /// </remarks>
    /// <returns>The module on the CPU; the caller disposes it.</returns>
    public abstract nn.Module<Tensor, FeaturePyramid> CreateEncoder();

    /// <summary>Whether the encoder has the variants of <see cref="EncoderLayout"/>.</summary>
    internal virtual bool HasLayouts => false;

    /// <summary>The size of the largest feature map, in channels at half of the frames' height and width.</summary>
    internal virtual int LargestMapChannels => 64;

    /// <summary>Creates an encoder of one of its variants, or the one that scores.</summary>
    /// <param name="layout">The variant; <see cref="EncoderLayout.Torchvision"/> where there is one only.</param>
    /// <param name="isFolded">Whether batch normalisation may be left out, as part of the convolutions.</param>
    internal virtual nn.Module<Tensor, FeaturePyramid> CreateEncoder(EncoderLayout layout, bool isFolded) => CreateEncoder();

    /// <summary>Whether the other one has the same name.</summary>
    /// <param name="other">An architecture, or null.</param>
    public bool Equals(EncoderArchitecture? other) => other?.Name == Name;

    /// <inheritdoc/>
    public sealed override bool Equals(object? obj) => Equals(obj as EncoderArchitecture);

    /// <inheritdoc/>
    public sealed override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <summary>The name.</summary>
    public sealed override string ToString() => Name;

    private sealed class NameJson() : ArchitectureRegistry<EncoderArchitecture>.Json(OfName);
}
