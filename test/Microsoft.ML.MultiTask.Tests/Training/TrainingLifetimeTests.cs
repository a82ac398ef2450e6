namespace Microsoft.ML.MultiTask.Tests;

/// <summary>A training step leaves no tensor behind.</summary>
[TestClass]
public sealed class TrainingLifetimeTests
{
    private const int Rows = 4;
    private const int Steps = 50;
    private const int WarmUpSteps = 3;                               // optimizers and combiners create their state in the first step

    [TestMethod]
    [DynamicData(nameof(Combiners))]
    public void Fit_FiftySteps_LiveTensorsAreLevel(LossCombiner combiner)
    {
        var mlContext = new MLContext(seed: 1);
        var counts = new List<long>();
        var options = ToyScenes.Options with
        {
            Combiner = combiner,
            BatchSize = 2,
            Epochs = Steps * 2 / Rows,
            OnStep = _ => counts.Add(LiveTensors.OfThisThread),      // at the same place in every step, on the training thread
        };
        using var model = mlContext.MultiTask().Trainers.MultiNetPlusPlus(options).Fit(ToyScenes.View(mlContext, Rows));
        Assert.HasCount(Steps, counts);
        Assert.AreEqual(counts[WarmUpSteps], counts[^1], $"live tensors by step: {string.Join(", ", counts)}");
    }

    public static IEnumerable<TestDataRow<LossCombiner>> Combiners =>
    [
        new(LossCombiner.Geometric()) { DisplayName = "weights by the losses" },
        new(LossCombiner.Uncertainty()) { DisplayName = "learned weights" },
        new(LossCombiner.PCGrad()) { DisplayName = "weights by the Gramian" },
        new(LossCombiner.DbMtl()) { DisplayName = "joint gradient" },
        new(LossCombiner.Famo()) { DisplayName = "losses after the step" },
    ];
}
