using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Combiners.Losses;

/// <summary>Σ wᵢ Lᵢ, w being the softmax of n normal random numbers, new in each step.</summary>
internal sealed class RandomCombiner : LossCombiner
{
    public override string Name => "RandomWeights";

    protected override CombinerSession CreateSession(CombinerSessionState state) => new Session(state);

    private sealed class Session(CombinerSessionState state) : CombinerSession(state)
    {
        private readonly CombinerRandom _random = state.AddRandom();

        protected override Tensor Total(Tensor losses, IReadOnlyList<int> taskIndices)
        {
            double[] normals = [.. taskIndices.Select(_ => _random.Normal())];
            return (losses * tensor(LossMath.Softmax(normals)).to(losses.device)).sum();
        }
    }
}
