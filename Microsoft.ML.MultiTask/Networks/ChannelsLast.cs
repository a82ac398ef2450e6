using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Networks;

/// <summary>The memory layout in which a pixel's channels lie side by side; shapes stay [N, C, H, W]. Convolutions keep it.</summary>
internal static class ChannelsLast
{
    /// <summary>The same numbers in that layout; the caller's dispose scope owns them.</summary>
    /// <param name="x">[N, C, H, W].</param>
    internal static Tensor From(Tensor x)
    {
        using var pixelsFirst = x.permute(0, 2, 3, 1);
        using var dense = pixelsFirst.contiguous();              // [N, H, W, C]
        return dense.permute(0, 3, 1, 2);
    }
}
