using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Networks;

/// <summary>
/// An encoder's feature maps at 1/8, 1/16 and 1/32 of the input's size, float32 [N, C, H/8, W/8], [N, C', H/16, W/16] and
/// [N, C'', H/32, W/32].
/// </summary>
internal readonly record struct FeaturePyramid(Tensor Eighth, Tensor Sixteenth, Tensor ThirtySecond) : IDisposable
{
    /// <summary>Applies one function to each level.</summary>
    internal FeaturePyramid Select(Func<Tensor, Tensor> map) => new(map(Eighth), map(Sixteenth), map(ThirtySecond));

    /// <summary>Frees the feature maps.</summary>
    public void Dispose()
    {
        Eighth.Dispose();
        Sixteenth.Dispose();
        ThirtySecond.Dispose();
    }
}
