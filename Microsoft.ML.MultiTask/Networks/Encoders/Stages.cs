using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Networks.Encoders;

/// <summary>Runs a part of a sequence, for the features between.</summary>
internal static class Stages
{
    /// <param name="parts">The sequence.</param>
    /// <param name="x">The input of the first part; not disposed.</param>
    /// <param name="first">The first part's index.</param>
    /// <param name="end">The index behind the last part; more than <paramref name="first"/>.</param>
    /// <returns>The last part's output, the only one that is left; the caller's dispose scope owns it.</returns>
    internal static Tensor Run(Sequential parts, Tensor x, int first, int end)
    {
        var y = ((nn.Module<Tensor, Tensor>)parts[first]).forward(x);
        for (int i = first + 1; i < end; i++)
            using (var input = y)
                y = ((nn.Module<Tensor, Tensor>)parts[i]).forward(input);
        return y;
    }
}
