using TorchSharp.Interop;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Mean and mean square of a parameter's gradients, what Adam and AdamW remember.</summary>
internal interface IAdamState
{
    long Step { get; set; }
    Tensor Mean { get; }
    Tensor MeanSquare { get; }
    Tensor MaxMeanSquare { get; }
}

/// <summary>
/// One step of Adam (Kingma and Ba, ICLR 2015, Algorithm 1) or AdamW (Loshchilov and Hutter, ICLR 2019, Algorithm 2),
/// rounded as PyTorch's single-tensor code does within one unit in the last place.
/// </summary>
internal static class AdamStep
{
    public static void Run(NativeAdamSettings settings, IEnumerable<Parameter> parameters, Func<Parameter, IAdamState> stateOf)
    {
        var fused = new List<(Tensor Parameter, Tensor Grad, IAdamState State)>();
        foreach (var parameter in parameters)
        {
            var grad = parameter.grad;
            if (grad is null) continue;
            var state = stateOf(parameter);
            state.Step++;
            if (Fits(parameter)) fused.Add((parameter, grad.to(parameter.dtype).contiguous(), state));
            else ByOperators(settings, parameter, grad, state);
        }
        if (fused.Count > 0) Fused(settings, fused);
    }

    /// <summary>Whether the native kernel can take the parameter.</summary>
    private static bool Fits(Tensor parameter) =>
        parameter.Describe() is { IsReadable: not 0, IsContiguous: not 0, ScalarType: (int)ScalarType.Float32 or (int)ScalarType.Float64 };

    private static void Fused(in NativeAdamSettings settings, List<(Tensor Parameter, Tensor Grad, IAdamState State)> items)
    {
        bool hasMaximum = items[0].State.MaxMeanSquare is not null;
        Native.Check(Native.mt_adam_step(
            settings, items.Count, [.. items.Select(i => i.State.Step)],
            Handles(i => i.Parameter), Handles(i => i.Grad), Handles(i => i.State.Mean), Handles(i => i.State.MeanSquare),
            hasMaximum ? Handles(i => i.State.MaxMeanSquare) : null));
        GC.KeepAlive(items);

        IntPtr[] Handles(Func<(Tensor Parameter, Tensor Grad, IAdamState State), Tensor> tensor) => [.. items.Select(i => tensor(i).Handle)];
    }

    private static void ByOperators(in NativeAdamSettings s, Tensor parameter, Tensor grad, IAdamState state)
    {
        if (s.Maximize != 0) grad = grad.neg();
        if (s.Decoupled != 0) parameter.mul_(1 - s.LearningRate * s.WeightDecay);
        else if (s.WeightDecay != 0) grad = grad.add(parameter, s.WeightDecay);

        state.Mean.mul_(s.Beta1).add_(grad, 1 - s.Beta1);
        state.MeanSquare.mul_(s.Beta2).addcmul_(grad, grad, 1 - s.Beta2);
        var second = state.MaxMeanSquare is { } max ? max.copy_(max.maximum(state.MeanSquare)) : state.MeanSquare;
        var denominator = second.sqrt().div_(Math.Sqrt(1 - Math.Pow(s.Beta2, state.Step))).add_(s.Epsilon);
        parameter.addcdiv_(state.Mean, denominator, -s.LearningRate / (1 - Math.Pow(s.Beta1, state.Step)));
    }
}
