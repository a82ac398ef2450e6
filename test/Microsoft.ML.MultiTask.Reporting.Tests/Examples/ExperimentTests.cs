namespace Microsoft.ML.MultiTask.Tests;

/// <summary>ReproducePaper called several times.</summary>
[TestClass]
[DoNotParallelize]
public sealed class ExperimentTests
{
    private static readonly PaperSettings s_settings = new()
    {
        Data = PaperDataSet.Streets,
        Sequences = 4,
        FramesPerSequence = 3,
        ValidationFraction = 0.25,
        Height = 32,
        Width = 64,
        Encoder = EncoderArchitecture.ResNet18,
        Layout = EncoderLayout.Torchvision,
        Epochs = 1,
        LearningRate = 1e-3,
        Threads = 2,
    };

    [TestMethod]
    public void Run_CalledAgain_GoesOnWithTheNextUnfinishedRun()
    {
        using var folder = new TemporaryFolder();
        Run(s_settings, folder, atMost: 2);
        var finished = Runs(folder);
        Assert.AreSequenceEqual(new[] { "Depth--1-task-1.json", "Segmentation--1-task-1.json" }, finished.Keys.ToArray());

        Run(s_settings, folder, atMost: 1);

        var more = Runs(folder);
        Assert.AreSequenceEqual(
            new[] { "Depth--1-task-1.json", "Motion--1-task-1.json", "Segmentation--1-task-1.json" }, more.Keys.ToArray());
        foreach (var (name, written) in finished)
            Assert.AreEqual(written, more[name], name);
        var report = File.ReadAllText(Path.Combine(folder.Path, "report.html"));
        Assert.Contains("3 of 14", report);
        Assert.Contains("paper, KITTI", File.ReadAllText(Path.Combine(folder.Path, "tables.md")));
    }

    [TestMethod]
    public void Run_AChangedSetting_TrainsAgain()
    {
        using var folder = new TemporaryFolder();
        Run(s_settings, folder, atMost: 1);
        var first = Runs(folder);
        Run(s_settings with { LearningRate = 2e-3 }, folder, atMost: 1);
        Assert.AreNotEqual(first["Segmentation--1-task-1.json"], Runs(folder)["Segmentation--1-task-1.json"]);
    }

    private static void Run(PaperSettings settings, TemporaryFolder folder, int atMost) =>
        new Experiment(settings, Path.Combine(folder.Path, "streets"), folder.Path, CancellationToken.None).Run(seeds: 1, atMost);

    /// <summary>The files of the finished runs and their contents.</summary>
    private static SortedDictionary<string, string> Runs(TemporaryFolder folder) => new(
        Directory.GetFiles(Path.Combine(folder.Path, "runs"), "*.json").ToDictionary(path => Path.GetFileName(path), File.ReadAllText),
        StringComparer.Ordinal);
}
