namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Finished runs are recognised after an interruption.</summary>
[TestClass]
public sealed class RunFolderTests
{
    private static readonly CompareOptions s_options = new() { Epochs = 3, Width = 64 };

    [TestMethod]
    public void Find_ASavedRun_IsTheSame()
    {
        using var folder = new TemporaryFolder();
        var run = Run("Fixed(Depth=0.1)", seed: 2);
        new RunFolder<CompareOptions>(folder.Path, s_options).Save(run);

        var found = new RunFolder<CompareOptions>(folder.Path, s_options with { }).Find(run.Strategy, 2)!;

        Assert.AreEqual(run.History.ToJson(), found.History.ToJson());
        Assert.AreEqual(0.5, found.Metrics["Depth"]["Delta1Accuracy"]);
        Assert.IsTrue(double.IsNaN(found.Metrics["Depth"]["RmseError"]));
        Assert.AreEqual(0.25, found.SecondsPerStep);
    }

    [TestMethod]
    public void Find_AnotherSeedNameOrOptions_FindsNothing()
    {
        using var folder = new TemporaryFolder();
        new RunFolder<CompareOptions>(folder.Path, s_options).Save(Run("Equal", seed: 1));
        Assert.IsNull(new RunFolder<CompareOptions>(folder.Path, s_options).Find("Equal", 2));
        Assert.IsNull(new RunFolder<CompareOptions>(folder.Path, s_options).Find("Geometric", 1));
        Assert.IsNull(new RunFolder<CompareOptions>(folder.Path, s_options with { Epochs = 4 }).Find("Equal", 1));
    }

    [TestMethod]
    public void Find_AnotherProgramsOrAnUnfinishedFile_FindsNothing()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "Equal-1.json"), "{ \"Options\": {");
        File.WriteAllText(Path.Combine(folder.Path, "Equal-2.json.tmp"), "{}");
        Assert.IsNull(new RunFolder<CompareOptions>(folder.Path, s_options).Find("Equal", 1));
        Assert.IsNull(new RunFolder<CompareOptions>(folder.Path, s_options).Find("Equal", 2));
    }

    private static ComparedRun Run(string strategy, int seed) => new()
    {
        Strategy = strategy,
        Seed = seed,
        History = new TrainingHistory { Combiner = "Fixed", Epochs = [new EpochRecord { Losses = new Dictionary<string, double> { ["Depth"] = double.NaN } }] },
        Metrics = new Dictionary<string, IReadOnlyDictionary<string, double>>
        {
            ["Depth"] = new Dictionary<string, double> { ["Delta1Accuracy"] = 0.5, ["RmseError"] = double.NaN },
        },
        SecondsPerStep = 0.25,
    };
}
