using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.MultiTask.Networks;

/// <summary>
/// y = W x + b over the last dimension, with weights that are uninitialised until <see cref="WeightInitialization"/> or a file sets them. Field
/// names are torch's, because they are state-dict keys.
/// </summary>
internal sealed class LinearLayer : nn.Module<Tensor, Tensor>
{
    private readonly Parameter weight;
    private readonly Parameter bias;

    /// <param name="inputs">D, input features.</param>
    /// <param name="outputs">D', output features.</param>
    internal LinearLayer(int inputs, int outputs) : base(nameof(LinearLayer))
    {
        weight = new Parameter(empty(outputs, inputs));
        bias = new Parameter(empty(outputs));
        RegisterComponents();
    }

    /// <summary>[D', D].</summary>
    internal Parameter Weight => weight;

    /// <summary>[D'].</summary>
    internal Parameter Bias => bias;

    /// <param name="x">[..., D], of the weights' type, or bfloat16: float32 weights are converted.</param>
    /// <returns>[..., D'], of the type of <paramref name="x"/>; the caller's dispose scope owns it.</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return F.linear(x, weight.to(x.dtype), bias.to(x.dtype)).MoveToOuterDisposeScope();
    }
}
