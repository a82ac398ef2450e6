using Microsoft.ML.MultiTask.Combiners;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

public abstract partial class LossCombiner
{
    /// <summary>Random loss weighting (RLW): new random weights in each step.</summary>
    /// <remarks>
    /// Lin, Ye, Zhang, Tsang: "Reasonable Effectiveness of Random Weighting: A Litmus Test for Multi-Task Learning", TMLR 2022,
    /// arXiv:2111.10603, section 3: the weights are the softmax of n normal numbers. Costs one backward pass per step; decoders get the
    /// weights too. A baseline: a method that does not beat it has shown nothing.
    /// <para>The numbers follow the training's seed, and go on where they were when the state is restored.</para>
    /// </remarks>
    /// <returns>The combiner.</returns>
    public static LossCombiner RandomWeights() => new RandomCombiner();
}

/// <summary>Σ wᵢ Lᵢ, w = softmax of normal numbers.</summary>
internal sealed class RandomCombiner : LossCombiner
{
    private CombinerRandom? _random;

    public override string Name => "RandomWeights";

    protected override void Start(Device device) => _random = AddRandom();

    protected override Tensor Total(Tensor losses, IReadOnlyList<int> taskIndices)
    {
        double[] normals = [.. taskIndices.Select(_ => _random!.Normal())];
        return (losses * tensor(Softmax(normals)).to(losses.device)).sum();
    }
}
