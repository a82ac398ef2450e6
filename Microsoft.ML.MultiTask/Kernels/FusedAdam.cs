using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Kernels;

/// <summary>One step of Adam or AdamW over many tensors: libtorch's fused operator, or the same by operators for each tensor.</summary>
internal static class FusedAdam
{
    // TorchSharp has no method for these operators; a TorchScript function calls them.
    private const string Script = """
        def adam(p: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], none: List[Tensor], steps: List[Tensor], lr: float, beta1: float, beta2: float, decay: float, eps: float):
            torch._fused_adam_(p, g, m, v, none, steps, lr=lr, beta1=beta1, beta2=beta2, weight_decay=decay, eps=eps, amsgrad=False, maximize=False)
            return 0

        def adamw(p: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], none: List[Tensor], steps: List[Tensor], lr: float, beta1: float, beta2: float, decay: float, eps: float):
            torch._fused_adamw_(p, g, m, v, none, steps, lr=lr, beta1=beta1, beta2=beta2, weight_decay=decay, eps=eps, amsgrad=False, maximize=False)
            return 0

        """;

    private static readonly Lazy<jit.CompilationUnit> s_script = new(() => jit.compile(Script));

    /// <summary>Whether the fused operator exists for such parameters; its loop needs gradients and state in the parameter's memory layout.</summary>
    internal static bool Takes(IReadOnlyList<Tensor> parameters, IReadOnlyList<Tensor> gradients) =>
        parameters.All(p => p.device_type is DeviceType.CPU or DeviceType.CUDA && p.is_floating_point())
        && parameters.Zip(gradients).All(p => p.First.dtype == p.Second.dtype && p.First.stride().SequenceEqual(p.Second.stride()));

    /// <summary>A step by the fused operator.</summary>
    /// <param name="settings">The settings and the step's number.</param>
    /// <param name="parameters">Updated in place; all of one type, on one device.</param>
    /// <param name="gradients">For each parameter its gradient.</param>
    /// <param name="means">For each parameter the running mean of its gradient; updated in place.</param>
    /// <param name="meanSquares">For each parameter the running mean of its gradient's square; updated in place.</param>
    internal static void Step(AdamSettings settings, Tensor[] parameters, Tensor[] gradients, Tensor[] means, Tensor[] meanSquares)
    {
        using var step = tensor((float)settings.Step, device: parameters[0].device);
        Scalar[] numbers = [settings.LearningRate, settings.Beta1, settings.Beta2, settings.WeightDecay, settings.Epsilon];
        s_script.Value.invoke(
            settings.IsDecoupled ? "adamw" : "adam", parameters, gradients, means, meanSquares, (Tensor[])[],
            Enumerable.Repeat(step, parameters.Length).ToArray(),
            numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
        foreach (var number in numbers)
            number.Dispose();
    }

    /// <summary>The same step, one parameter after the other.</summary>
    internal static void PlainStep(AdamSettings settings, Tensor[] parameters, Tensor[] gradients, Tensor[] means, Tensor[] meanSquares)
    {
        double stepSize = settings.LearningRate / (1 - Math.Pow(settings.Beta1, settings.Step));
        double deviationCorrection = Math.Sqrt(1 - Math.Pow(settings.Beta2, settings.Step));
        for (int i = 0; i < parameters.Length; i++)
        {
            using var scope = NewDisposeScope();
            var (parameter, gradient, mean, meanSquare) = (parameters[i], gradients[i], means[i], meanSquares[i]);
            if (settings.IsDecoupled)
                parameter.Scale(1 - settings.LearningRate * settings.WeightDecay);
            else if (settings.WeightDecay != 0)
                gradient = gradient.Plus(parameter.Scaled(settings.WeightDecay));
            mean.Scale(settings.Beta1);
            mean.AddScaled(gradient, 1 - settings.Beta1);
            meanSquare.Scale(settings.Beta2);
            meanSquare.AddScaled(gradient * gradient, 1 - settings.Beta2);
            var deviation = meanSquare.sqrt().Scaled(1 / deviationCorrection);
            parameter.AddScaled(mean / deviation.Plus(tensor(settings.Epsilon).to(deviation.dtype).to(deviation.device)), -stepSize);
        }
    }
}
