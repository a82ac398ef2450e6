using System.Text.Json.Serialization;
using Microsoft.ML.MultiTask.Networks;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>
/// A network that turns the aggregated features into one task's output at full size. Choose one of the static properties, or derive from this
/// class.
/// </summary>
/// <remarks>
/// Immutable; two are equal if their names are. A model is saved with the names of its decoders: to load one with a decoder of your own, call
/// <see cref="Register"/> before.
/// </remarks>
[JsonConverter(typeof(NameJson))]
public abstract partial class DecoderArchitecture : INamedArchitecture, IEquatable<DecoderArchitecture>
{
    /// <summary>Creates an architecture.</summary>
    /// <param name="name">Its name, of no other layers. Not empty, and not one of the package's own.</param>
    /// <param name="levels">The levels that the decoder uses; the network keeps no others.</param>
    /// <exception cref="ArgumentException">An argument is not like that.</exception>
    protected DecoderArchitecture(string name, FeatureLevels levels)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (levels == FeatureLevels.None || (levels & ~FeatureLevels.All) != 0)
            throw new ArgumentException($"'levels' of decoder '{name}' must be one or more of the levels, but was {levels}.", nameof(levels));
        if (GetType().Assembly != typeof(DecoderArchitecture).Assembly) s_registry.CheckIsFree(name);
        (Name, Levels) = (name, levels);
    }

    /// <summary>The architecture's name, such as <c>Fcn8</c>.</summary>
    public string Name { get; }

    /// <summary>The levels that the decoder uses.</summary>
    public FeatureLevels Levels { get; }

    /// <summary>Creates a decoder.</summary>
    /// <remarks>
    /// Each call with the same arguments gives another module of the same layers. Its <c>forward</c> takes the features, float32 and channels last, of
    /// <see cref="Levels"/>, and gives float32 [N, C, H, W], the logits or numbers that the task's loss takes; its caller's dispose scope owns it.
    /// Before training the weights of its Conv2d, ConvTranspose2d and Linear modules are drawn anew, by the trainer's seed.
    /// </remarks>
    /// <param name="channels">The channels of the aggregated features at 1/4, 1/8, 1/16 and 1/32.</param>
    /// <param name="outputChannels">C, the channels to emit.</param>
    /// <returns>The module on the CPU; the caller disposes it.</returns>
    public abstract nn.Module<FeaturePyramid, Tensor> CreateDecoder(IReadOnlyList<int> channels, int outputChannels);

    /// <summary>Creates a decoder that is trained, or one that scores.</summary>
    /// <param name="channels">As for <see cref="CreateDecoder(IReadOnlyList{int}, int)"/>.</param>
    /// <param name="outputChannels">C.</param>
    /// <param name="isFolded">Whether batch normalisation may be left out, as part of the convolutions.</param>
    internal virtual nn.Module<FeaturePyramid, Tensor> CreateDecoder(IReadOnlyList<int> channels, int outputChannels, bool isFolded) =>
        CreateDecoder(channels, outputChannels);

    /// <summary>Whether the other one has the same name.</summary>
    /// <param name="other">An architecture, or null.</param>
    public bool Equals(DecoderArchitecture? other) => other?.Name == Name;

    /// <inheritdoc/>
    public sealed override bool Equals(object? obj) => Equals(obj as DecoderArchitecture);

    /// <inheritdoc/>
    public sealed override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <summary>The name.</summary>
    public sealed override string ToString() => Name;

    private sealed class NameJson() : ArchitectureRegistry<DecoderArchitecture>.Json(OfName);
}
