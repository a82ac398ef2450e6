using Microsoft.ML.MultiTask.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Networks;

/// <summary>Makes the network that scores: the same modules without batch normalisation, which its convolutions have absorbed.</summary>
/// <remarks>
/// Modules of a user's own are copied as they are, with their batch normalisation.
/// In evaluation batch normalisation is linear: γ (conv(x) + b - μ) / √(σ² + ε) + β = conv'(x) + b', with W' = W γ / √(σ² + ε) and
/// b' = β + (b - μ) γ / √(σ² + ε).
/// </remarks>
internal static class BatchNormFolding
{
    /// <summary>Copies the weights of a trained network into a network that scores.</summary>
    /// <param name="trained">The network as it is trained. Only read.</param>
    /// <param name="folded">A network of the same settings and tasks made with <c>isFolded</c>, on the same device; its encoder in any
    /// floating-point type.</param>
    internal static void Fold(MultiNetPlusPlusNetwork trained, MultiNetPlusPlusNetwork folded)
    {
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        var source = trained.state_dict();
        var modules = trained.named_modules().ToDictionary(m => m.name, m => m.module);
        var convolutions = folded.named_modules().Where(m => m.module is ConvolutionLayer && modules.GetValueOrDefault(NormOf(m.name)) is BatchNorm2d)
            .ToDictionary(m => m.name, m => (ConvolutionLayer)m.module);
        foreach (var (name, convolution) in convolutions)
            Fold((ConvolutionLayer)modules[name], (BatchNorm2d)modules[NormOf(name)], convolution);
        foreach (var (name, tensor) in folded.state_dict())
            if (!convolutions.ContainsKey(name[..name.LastIndexOf('.')]))
                tensor.copy_(source[name]);
    }

    /// <summary>The name of the batch normalisation that follows a convolution, as torchvision names them; of no module where none does.</summary>
    private static string NormOf(string convolution)
    {
        int last = convolution.LastIndexOf('.') + 1;
        string own = convolution[last..];
        return convolution[..last] + (own.StartsWith("conv", StringComparison.Ordinal) ? "bn" + own["conv".Length..] : "1");   // 0 and 1, as in downsample
    }

    private static void Fold(ConvolutionLayer convolution, BatchNorm2d norm, ConvolutionLayer folded)
    {
        using var scope = NewDisposeScope();
        var factor = norm.weight! / norm.running_var!.Plus(norm.eps).sqrt();                     // [C']
        var shift = norm.bias! - norm.running_mean! * factor;                                // [C']
        folded.Weight.copy_(convolution.Weight * factor.reshape(-1, 1, 1, 1));
        folded.Bias!.copy_(convolution.Bias is { } bias ? shift.Plus(bias * factor) : shift);
    }
}
