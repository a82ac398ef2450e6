using TorchSharp.Interop;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>The settings of one step.</summary>
internal readonly record struct AdamSettings(
    double LearningRate, double Beta1, double Beta2, double Epsilon, double WeightDecay, bool DecoupledDecay, bool Maximize);

/// <summary>
/// One step of Adam (Kingma and Ba, ICLR 2015, Algorithm 1) or AdamW (Loshchilov and Hutter, ICLR 2019, Algorithm 2), over all
/// parameters at once: few kernels on a GPU, however many parameters there are.
/// </summary>
internal static class AdamStep
{
    public static void Run(AdamSettings settings, IEnumerable<Parameter> parameters, Func<Parameter, AdamState> stateOf)
    {
        var items = new List<Item>();
        foreach (var parameter in parameters)
        {
            var grad = parameter.grad;
            if (grad is null) continue;
            var state = stateOf(parameter);
            state.Step++;
            items.Add(new Item(parameter, grad, state));
        }
        foreach (var sameStep in items.GroupBy(i => i.State.Step))
            Run(settings, sameStep.Key, [.. sameStep]);
    }

    private static void Run(in AdamSettings s, long step, Item[] items)
    {
        Tensor[] parameters = [.. items.Select(i => i.Parameter)];
        Tensor[] grads = [.. items.Select(i => i.Grad)];
        Tensor[] means = [.. items.Select(i => i.State.Mean)];
        Tensor[] seconds = [.. items.Select(i => i.State.MeanSquare)];

        if (s.Maximize) grads = Aten.CallList("_foreach_neg", grads);
        if (s.DecoupledDecay) Aten.InPlace("_foreach_mul_.Scalar", parameters, 1 - s.LearningRate * s.WeightDecay);
        else if (s.WeightDecay != 0) grads = Aten.CallList("_foreach_add.List", grads, parameters, s.WeightDecay);

        Aten.InPlace("_foreach_mul_.Scalar", means, s.Beta1);
        Aten.InPlace("_foreach_add_.List", means, grads, 1 - s.Beta1);
        Aten.InPlace("_foreach_mul_.Scalar", seconds, s.Beta2);
        Aten.InPlace("_foreach_addcmul_.Scalar", seconds, grads, grads, 1 - s.Beta2);
        if (items[0].State.MaxMeanSquare is not null)
            seconds = [.. items.Select(i => i.State.MaxMeanSquare.copy_(i.State.MaxMeanSquare.maximum(i.State.MeanSquare)))];

        var denominators = Aten.CallList("_foreach_sqrt", seconds);
        Aten.InPlace("_foreach_div_.Scalar", denominators, Math.Sqrt(1 - Math.Pow(s.Beta2, step)));
        Aten.InPlace("_foreach_add_.Scalar", denominators, s.Epsilon);
        Aten.InPlace("_foreach_addcdiv_.Scalar", parameters, means, denominators, -s.LearningRate / (1 - Math.Pow(s.Beta1, step)));
    }

    private sealed record Item(Parameter Parameter, Tensor Grad, AdamState State);
}
