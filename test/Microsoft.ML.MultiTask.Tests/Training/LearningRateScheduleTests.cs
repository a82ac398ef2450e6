namespace Microsoft.ML.MultiTask.Tests;

/// <summary>The learning rate of every step, as a share of the option's.</summary>
[TestClass]
public sealed class LearningRateScheduleTests
{
    private const int Rows = 6;
    private const double LearningRate = 1e-3;

    [TestMethod]
    [DataRow("constant", new[] { 1.0, 1, 1, 1, 1, 1 })]
    [DataRow("cosine", new[] { 1.0, 0.9330127, 0.75, 0.5, 0.25, 0.0669873 })]
    [DataRow("cosine, warm-up of an epoch", new[] { 1 / 3.0, 2 / 3.0, 1, 1, 0.75, 0.25 })]
    [DataRow("polynomial", new[] { 1.0, 5 / 6.0, 4 / 6.0, 3 / 6.0, 2 / 6.0, 1 / 6.0 })]
    [DataRow("steps", new[] { 1.0, 1, 1, 0.1, 0.1, 0.1 })]
    public void Fit_EveryKindOfView_HasTheRateOfEachStep(string schedule, double[] expected)
    {
        foreach (var (kind, view) in Views())
        {
            var rates = Rates(view, Schedule(schedule), batchSize: 2);
            for (int step = 0; step < expected.Length; step++)
                Assert.AreEqual(expected[step], rates[step], 1e-7, $"{kind}, step {step}");
            Assert.HasCount(expected.Length, rates, kind);
        }
    }

    /// <summary>An epoch of one batch: a warm-up of an epoch is one step, which must not have a rate of 0.</summary>
    [TestMethod]
    [DataRow("constant", new[] { 1.0, 1 })]
    [DataRow("cosine", new[] { 1.0, 0.5 })]
    [DataRow("cosine, warm-up of an epoch", new[] { 1.0, 1 })]
    [DataRow("polynomial", new[] { 1.0, 0.5 })]
    [DataRow("steps", new[] { 1.0, 0.1 })]
    public void Fit_OneBatchAnEpoch_HasTheRateOfEachStep(string schedule, double[] expected)
    {
        foreach (var (kind, view) in Views())
            Assert.AreSequenceEqual(expected, Rates(view, Schedule(schedule), batchSize: Rows), kind);
    }

    private static LearningRateSchedule Schedule(string name) => name switch
    {
        "cosine" => LearningRateSchedule.Cosine(),
        "cosine, warm-up of an epoch" => LearningRateSchedule.Cosine(warmupEpochs: 1),
        "polynomial" => LearningRateSchedule.Polynomial(power: 1),
        "steps" => LearningRateSchedule.Step(everyEpochs: 1),
        _ => LearningRateSchedule.Constant,
    };

    /// <summary>The same rows where the data knows their number, where it does not, and where it does once a cache is full.</summary>
    private static IEnumerable<(string Kind, IDataView View)> Views()
    {
        var mlContext = new MLContext(seed: 1);
        var known = ToyScenes.View(mlContext, Rows);
        var filtered = mlContext.Data.FilterByCustomPredicate<Picture>(ToyScenes.View(mlContext, Rows), _ => false);
        Assert.IsNull(filtered.GetRowCount());
        yield return ("known", known);
        yield return ("filtered", filtered);
        yield return ("cached", mlContext.Data.Cache(filtered));
        yield return ("shuffled", mlContext.Data.ShuffleRows(filtered, seed: 1));
    }

    private static double[] Rates(IDataView view, LearningRateSchedule schedule, int batchSize)
    {
        var rates = new List<double>();
        var options = ToyScenes.Options with
        {
            BatchSize = batchSize,
            LearningRate = LearningRate,
            Schedule = schedule,
            LoaderThreads = 2,
            OnStep = step => rates.Add(Math.Round(step.LearningRate / LearningRate, 9)),
        };
        using var model = new MLContext(seed: 1).MultiTask().Trainers.MultiNetPlusPlus(options).Fit(view);
        return [.. rates];
    }

    private sealed class Picture
    {
    }
}
