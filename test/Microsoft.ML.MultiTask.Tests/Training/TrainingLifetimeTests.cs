namespace Microsoft.ML.MultiTask.Tests;

/// <summary>A training step leaves no tensor behind.</summary>
[TestClass]
public sealed class TrainingLifetimeTests
{
    private const int Rows = 4;
    private const int WarmUpSteps = 3;                               // optimizers and combiners create their state in the first step

    [TestMethod]
    [DynamicData(nameof(Combiners))]
    public void Fit_ManySteps_LiveTensorsAreLevel(LossCombiner combiner, int steps)
    {
        var mlContext = new MLContext(seed: 1);
        var counts = new List<long>();
        var options = ToyScenes.Options with
        {
            Combiner = combiner,
            BatchSize = 2,
            Epochs = steps * 2 / Rows,
            OnStep = _ => counts.Add(LiveTensors.OfThisThread),      // at the same place in every step, on the training thread
        };
        using var model = mlContext.MultiTask().Trainers.MultiNetPlusPlus(options).Fit(ToyScenes.View(mlContext, Rows));
        Assert.HasCount(steps, counts);
        Assert.AreEqual(counts[WarmUpSteps], counts[^1], $"live tensors by step: {string.Join(", ", counts)}");
    }

    /// <summary>The loader's batches of an epoch are freed with it: the second epoch holds as many tensors as the first.</summary>
    [TestMethod]
    public void Fit_SecondEpoch_HoldsNoBatchesOfTheFirst()
    {
        var mlContext = new MLContext(seed: 1);
        var counts = new List<long>();
        var options = ToyScenes.Options with
        {
            BatchSize = 2,
            Epochs = 3,
            OnStep = _ => counts.Add(LiveTensors.OfThisThread),        // which creates and frees the loader's batches
        };
        using var model = mlContext.MultiTask().Trainers.MultiNetPlusPlus(options).Fit(ToyScenes.View(mlContext, Rows));
        Assert.AreEqual(counts[Rows / 2 - 1], counts[^1], $"live tensors by step: {string.Join(", ", counts)}");
    }

    public static IEnumerable<TestDataRow<(LossCombiner, int)>> Combiners =>
    [
        new((LossCombiner.Geometric(), 50)) { DisplayName = "weights by the losses" },
        new((LossCombiner.Uncertainty(), 10)) { DisplayName = "learned weights" },
        new((LossCombiner.PCGrad(), 10)) { DisplayName = "weights by the Gramian" },
        new((LossCombiner.DbMtl(), 10)) { DisplayName = "joint gradient" },
        new((LossCombiner.Famo(), 10)) { DisplayName = "losses after the step" },
    ];
}
