using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Numbers to compute with.</summary>
internal static class Draws
{
    /// <summary>From -2 to 2, the same for the same seed.</summary>
    internal static Tensor Random(int seed, params long[] shape)
    {
        var random = new Random(seed);
        return tensor(Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(_ => (float)(4 * random.NextDouble() - 2)).ToArray()).reshape(shape);
    }

    /// <summary>float32 numbers that bfloat16 holds exactly.</summary>
    internal static Tensor Rounded(Tensor x) => x.to(ScalarType.BFloat16).to(ScalarType.Float32);
}
