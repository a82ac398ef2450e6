using TorchSharp;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class MoCoCombinerTests
{
    [TestMethod]
    public void Combine_FirstSteps_GiveTheReferenceGradientsAndWeights()
    {
        using var combiner = LossCombiner.MoCo().Started();
        var joined = combiner.JoinValues(ReferenceSteps.Losses, ReferenceSteps.Gradients);
        ReferenceSteps.AreClose([0.5565341410609655, 0.4017435744920821, -0.32148901146614345, 0.03163767253381007, 0.4421045992585991], joined.Gradient);
        ReferenceSteps.AreClose([0.41055714882813943, 0.43075909159455467, 0.15868375957730577], combiner.GetState()["weights"]);
        ReferenceSteps.AreClose([0.06234364490872257, 0.22843775775486153, 0.22564690078537752], joined.SharedWeights);
        Assert.AreSequenceEqual(new[] { 1.0, 1, 1 }, joined.Weights);
        ReferenceSteps.AreClose([0.23741921751230305, 0.13962035265710734, 0.13962035265710734], ReferenceSteps.JoinPair(LossCombiner.MoCo()).Gradient);
        ReferenceSteps.AreClose([0.22931349815509156, 0.2528716744723586, -0.17787466769563542, 0.29469265568564224], ReferenceSteps.JoinParallel(LossCombiner.MoCo()).Gradient);
    }

    [TestMethod]
    public void Combine_ASequenceOfSteps_GivesTheReferenceGradientsAndWeights()
    {
        Same(
            LossCombiner.MoCo(),
            [
                [0.5565341410609655, 0.4017435744920821, -0.32148901146614345, 0.03163767253381007, 0.4421045992585991],
                [0.7940171333995765, 0.4906181998848782, -0.5657903889800961, 0.2513226224590941, 0.6648286878189614],
                [0.9444760816502769, 0.3386104433736417, -0.5146709158365904, 0.5381340581388294, 0.590483198030383],
            ],
            [0.39287050223847353, 0.3895581079214038, 0.21757138984012267]);
        Same(
            LossCombiner.MoCo(trackingRate: 0.3, trackingDecay: 1, weightRate: 0.4, weightDecay: 0.2, regularization: 0.25),
            [
                [0.20183702435088513, 0.23762928006493877, -0.103538252424696, -0.01226376019373527, 0.22192083319951844],
                [0.4622239311705475, 0.2953289948763488, -0.3057099272806343, 0.11093838171368438, 0.3774515822585087],
                [0.3940646102360036, 0.26789527267389635, -0.2147827751412596, 0.13320066329826938, 0.3310059598002143],
            ],
            [0.4332451053416836, 0.42585763591278664, 0.14089725874552989]);

        static void Same(LossCombiner option, double[][] gradients, double[] lastWeights)
        {
            using var combiner = option.Started();
            for (var step = 0; step < 3; step++)
                ReferenceSteps.AreClose(gradients[step], combiner.JoinValues(ReferenceSteps.Sequence[step].Losses, ReferenceSteps.Sequence[step].Gradients).Gradient);
            ReferenceSteps.AreClose(lastWeights, combiner.GetState()["weights"]);
        }
    }

    [TestMethod]
    public void Combine_ATaskWithoutALabel_KeepsItsWeightAndGradient()
    {
        using var scope = torch.NewDisposeScope();
        using var combiner = LossCombiner.MoCo().Started();
        combiner.JoinValues(ReferenceSteps.Losses, ReferenceSteps.Gradients);
        var (weights, tracked) = (combiner.GetState()["weights"], combiner.GetBuffers()["gradients"]);
        combiner.JoinValues([0.7, 11], new double[,] { { 1, 2, 3, 4, 5 }, { 5, 4, 3, 2, 1 } }, [0, 2]);

        Assert.AreEqual(weights[1], combiner.GetState()["weights"][1]);
        Assert.AreEqual(1, combiner.GetState()["weights"].Sum(), 1e-12);
        Assert.IsTrue(tracked[1].Equals(combiner.GetBuffers()["gradients"][1]));
    }

    [TestMethod]
    public void MoCo_OptionsOutsideTheirRange_SaysSo()
    {
        Assert.AreEqual("trackingRate", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LossCombiner.MoCo(2)).ParamName);
        Assert.AreEqual("regularization", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LossCombiner.MoCo(regularization: -1)).ParamName);
    }
}
