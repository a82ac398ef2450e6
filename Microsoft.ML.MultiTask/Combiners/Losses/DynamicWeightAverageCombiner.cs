using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Combiners.Losses;

/// <summary>Σ wᵢ Lᵢ, w = T · softmax(r / temperature), r being a task's mean loss in the last epoch over that in the epoch before.</summary>
/// <remarks>
/// All weigh 1 in the first two epochs. A task without a mean in one of the two epochs, or with a mean of 0 in the earlier one, has no
/// ratio: it weighs 1 and takes no part in the softmax.
/// </remarks>
internal sealed class DynamicWeightAverageCombiner(double temperature) : LossCombiner
{
    public override string Name => "DynamicWeightAverage";

    protected override CombinerSession CreateSession(CombinerSessionState state) => new Session(state, temperature);

    private sealed class Session(CombinerSessionState state, double temperature) : CombinerSession(state)
    {
        private readonly double[] _last = state.AddNumbers("last_epoch_loss", state.Tasks.Count, double.NaN);               // [T], NaN: not known
        private readonly double[] _beforeLast = state.AddNumbers("epoch_before_last_loss", state.Tasks.Count, double.NaN);  // [T]

        public override void EndEpoch(IReadOnlyList<double> epochMeanLosses)
        {
            LossMath.CheckEpochMeans(epochMeanLosses, Tasks);
            _last.CopyTo(_beforeLast, 0);
            epochMeanLosses.ToArray().CopyTo(_last, 0);
        }

        protected override Tensor Total(Tensor losses, IReadOnlyList<int> taskIndices) =>
            (losses * LossMath.PerTask(Weights(), taskIndices, losses.device)).sum();

        private double[] Weights()
        {
            double[] exponents = [.. _last.Zip(_beforeLast, (last, before) =>
                before >= LossMath.SmallestLoss ? last / before / temperature : double.NaN)];
            var known = exponents.Count(double.IsFinite);
            var shares = LossMath.Softmax([.. exponents.Select(exponent => double.IsFinite(exponent) ? exponent : double.NegativeInfinity)]);
            return [.. exponents.Zip(shares, (exponent, share) => double.IsFinite(exponent) ? known * share : 1)];
        }
    }
}
