using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Networks.Decoders;

/// <summary>Upsampling by a whole factor without weights; channels last stays. The caller's dispose scope owns the results.</summary>
internal static class Resizing
{
    /// <summary>Each value repeated.</summary>
    /// <param name="x">[N, C, h, w].</param>
    /// <param name="factor">s.</param>
    /// <returns>[N, C, s·h, s·w].</returns>
    internal static Tensor Nearest(Tensor x, int factor) =>
        nn.functional.interpolate(x, [x.shape[2] * factor, x.shape[3] * factor], mode: InterpolationMode.Nearest);

    /// <summary>Bilinear interpolation between the middles of the pixels.</summary>
    /// <param name="x">[N, C, h, w].</param>
    /// <param name="factor">s.</param>
    /// <returns>[N, C, s·h, s·w].</returns>
    internal static Tensor Bilinear(Tensor x, int factor) =>
        nn.functional.interpolate(x, [x.shape[2] * factor, x.shape[3] * factor], mode: InterpolationMode.Bilinear, align_corners: false);
}
