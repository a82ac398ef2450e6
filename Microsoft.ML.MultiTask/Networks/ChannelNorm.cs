using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.MultiTask.Networks;

/// <summary>
/// Layer normalisation over the channels of each pixel: γ (x - mean) / √(variance + ε) + β, with the variance that divides by C (Ba et al.,
/// arXiv:1607.06450, equation 4). torchvision's LayerNorm2d; field names are state-dict keys.
/// </summary>
internal sealed class ChannelNorm : nn.Module<Tensor, Tensor>
{
    private const double Epsilon = 1e-6;                             // ConvNeXt's

    private readonly Parameter weight;
    private readonly Parameter bias;

    /// <param name="channels">C.</param>
    internal ChannelNorm(int channels) : base(nameof(ChannelNorm))
    {
        weight = new Parameter(ones(channels));
        bias = new Parameter(zeros(channels));
        RegisterComponents();
    }

    /// <param name="x">float32 or bfloat16 [N, C, H, W], channels last.</param>
    /// <returns>Of the same type, shape and layout; the caller's dispose scope owns it.</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var y = F.layer_norm(x.permute(0, 2, 3, 1), [x.shape[1]], weight.to(x.dtype), bias.to(x.dtype), Epsilon);      // [N, H, W, C]
        return y.permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }
}
