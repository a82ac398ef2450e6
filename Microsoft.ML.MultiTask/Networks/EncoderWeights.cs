using Microsoft.ML.MultiTask.Networks;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>Weights that an encoder starts from, such as those of a classifier trained on ImageNet. An option: read when training begins.</summary>
/// <remarks>
/// A path stands for the weights in its file: <c>EncoderWeights = "resnet50.safetensors"</c>. Derive from this class for another source.
/// </remarks>
public abstract class EncoderWeights
{
    /// <summary>Where the weights come from, for messages and to recognise a training that is resumed.</summary>
    public abstract string Name { get; }

    /// <summary>What must be done to a frame's pixels for these weights; null (default) where that is not known.</summary>
    public virtual PixelNormalization? Normalization => null;

    /// <summary>The encoder that they are of; null (default) where that is not known.</summary>
    public virtual EncoderArchitecture? Architecture => null;

    /// <summary>Weights in a file: safetensors where its name ends so, otherwise one that <c>torch.save</c> wrote (<c>.pth</c>, <c>.pt</c>).</summary>
    /// <remarks>
    /// The names are torchvision's. Of a model that this package saved (<c>encoder.*</c>) the encoder is taken, and DataParallel's prefix
    /// <c>module.</c> is left out. Reading runs nothing of the file.
    /// </remarks>
    /// <param name="path">The file, opened when training begins.</param>
    public static EncoderWeights FromFile(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new FileEncoderWeights(path);
    }

    /// <summary><see cref="FromFile"/>.</summary>
    /// <param name="path">The file.</param>
    public static implicit operator EncoderWeights(string path) => FromFile(path);

    /// <summary>Reads the weights.</summary>
    /// <returns>Tensors on the CPU by their names in the encoder, such as <c>layer1.0.conv1.weight</c>; owned by the caller's dispose scope.</returns>
    /// <exception cref="InvalidDataException">The source is damaged or of another kind; the message names it.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public abstract IReadOnlyDictionary<string, Tensor> Load();

    /// <summary>The name.</summary>
    public sealed override string ToString() => Name;
}
