namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class FairGradCombinerTests
{
    [TestMethod]
    public void Combine_AlphaOne_IsTheBargainingSolution()
    {
        var joined = ReferenceSteps.Join(LossCombiner.FairGrad());
        ReferenceSteps.AreClose([0.6736347128462061, 0.8694367546746011, 0.2524630121256039], joined.Weights);
        ReferenceSteps.AreClose([0.7354743454833368, 1.0683229804390402, 0.09820103129764435, 0.6293104782931734, 0.9550331805566754], joined.Gradient);
    }

    /// <summary>By LibMTL's least-squares solver.</summary>
    [TestMethod]
    public void Combine_AlphaTwo_GivesTheReferenceWeights()
    {
        ReferenceSteps.AreClose([0.6427573792331913, 0.7887001615316587, 0.15256154051604112], ReferenceSteps.Join(LossCombiner.FairGrad(2)).Weights, 1e-3);
        ReferenceSteps.AreClose([0.47136292232353755, 0.31945422818549524], ReferenceSteps.JoinPair(LossCombiner.FairGrad(2)).Weights, 1e-3);
        ReferenceSteps.AreClose([0.23767719996671322, 0.35406421036428365, 0.05941929999225444], ReferenceSteps.JoinParallel(LossCombiner.FairGrad(2)).Weights, 1e-3);
    }

    [TestMethod]
    public void Combine_LargerAlphas_RaiseTheLeastGain()
    {
        double Least(double alpha)
        {
            var joined = ReferenceSteps.Join(LossCombiner.FairGrad(alpha));
            var norm = Math.Sqrt(joined.Gradient.Sum(value => value * value));
            return Enumerable.Range(0, 3).Min(i => Enumerable.Range(0, 5).Sum(p => ReferenceSteps.Gradients[i, p] * joined.Gradient[p] / norm));
        }
        Assert.IsGreaterThan(Least(1), Least(2));
        Assert.IsGreaterThan(Least(2), Least(8));
    }

    [TestMethod]
    public void FairGrad_AlphaNotPositive_SaysSo() =>
        Assert.AreEqual("alpha", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LossCombiner.FairGrad(0)).ParamName);
}
