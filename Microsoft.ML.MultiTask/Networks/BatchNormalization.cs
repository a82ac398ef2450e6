using Microsoft.ML.MultiTask.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.MultiTask.Networks;

/// <summary>The forward pass of batch normalisation.</summary>
internal static class BatchNormalization
{
    /// <summary>
    /// What <c>BatchNorm2d.forward</c> computes. That of TorchSharp 0.107 leaves two native scalars a call to the garbage collector, which
    /// may free them too early (<see cref="KeptScalars"/>), and until then they lie between the feature maps: after 60 steps the heap had
    /// grown by half.
    /// </summary>
    /// <param name="norm">In training the batch's statistics normalise, and move the running ones; in evaluation those normalise.</param>
    /// <param name="x">float32 or bfloat16 [N, C, H, W].</param>
    /// <returns>Of the same type and shape; the caller's dispose scope owns it.</returns>
    internal static Tensor Apply(BatchNorm2d norm, Tensor x)
    {
        if (norm.training)
            norm.num_batches_tracked!.Increment();
        return F.batch_norm(x, norm.running_mean!, norm.running_var!, norm.weight, norm.bias, norm.training, norm.momentum!.Value, norm.eps);
    }
}
