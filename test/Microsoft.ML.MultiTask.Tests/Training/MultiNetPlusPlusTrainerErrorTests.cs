namespace Microsoft.ML.MultiTask.Tests;

/// <summary>What Fit says about data and options that it cannot train with.</summary>
[TestClass]
public sealed class MultiNetPlusPlusTrainerErrorTests
{
    private static readonly MLContext s_mlContext = new(seed: 1);

    [TestMethod]
    public void Fit_NoLabelAtAll_SaysSo()
    {
        var view = ToyScenes.View(s_mlContext, 4, change: (_, scene) => Array.Fill(scene.Motion, DenseTask.Ignore));
        var trainer = Trainer(ToyScenes.Options with { Tasks = [DenseTask.Motion()] });
        var e = Assert.ThrowsExactly<InvalidOperationException>(() => trainer.Fit(view));
        Assert.Contains("None of the training data's 4 rows has a label for any of the tasks Motion", e.Message);
    }

    [TestMethod]
    public void Fit_LossThatIsNotFinite_NamesTaskAndStep()
    {
        var view = ToyScenes.View(s_mlContext, 8, change: (i, scene) => { if (i == 5) Array.Fill(scene.Depth, 100_000); });
        var options = ToyScenes.Options with { Tasks = [DenseTask.Depth(targetScale: 1e31)], ShufflesRows = false, MaxSkippedSteps = 0 };
        var trainer = Trainer(options);                                     // the sum overflows
        var e = Assert.ThrowsExactly<InvalidOperationException>(() => trainer.Fit(view));
        Assert.Contains("The loss of task 'Depth' became", e.Message);
        Assert.Contains("epoch 0, step 1", e.Message);
    }

    [TestMethod]
    public void Fit_ClassIdOutOfRange_NamesColumnRowAndValue()
    {
        var view = ToyScenes.View(s_mlContext, 8, change: (i, scene) => { if (i == 3) scene.Segmentation[7] = 9; });
        var trainer = Trainer(ToyScenes.Options with { ShufflesRows = false });
        var e = Assert.ThrowsExactly<InvalidDataException>(() => trainer.Fit(view));
        Assert.Contains("Column 'Segmentation', row 3: class ids must be 0 to 2, or 255 for none, but a pixel had 9.", e.Message);
    }

    [TestMethod]
    public void Fit_MissingOrWrongColumns_AreNamed()
    {
        var view = ToyScenes.View(s_mlContext, 2);

        Names("Column 'Labels', the label of task 'Motion', was not found",
            ToyScenes.Options with { Tasks = [DenseTask.Motion(labelColumnName: "Labels")] });
        Names("Column 'Segmentation', the label of task 'Depth', must be Vector<Single, 32, 64>, but was Vector<Byte, 32, 64>",
            ToyScenes.Options with { Tasks = [DenseTask.Depth(labelColumnName: "Segmentation")] });
        Names("Column 'Image' was not found", ToyScenes.Options with { FrameColumnNames = ["Image"] });
        Names("Column 'Depth' must hold a frame", ToyScenes.Options with { FrameColumnNames = ["Depth"] });

        void Names(string column, MultiNetPlusPlusOptions options) =>
            Assert.Contains(column, Assert.ThrowsExactly<ArgumentException>(() => Trainer(options).Fit(view)).Message);
    }

    [TestMethod]
    public void Fit_SizeThatIsNoMultipleOf32_SaysSo()
    {
        var view = s_mlContext.Data.LoadFromEnumerable(new[] { new ToyScenes.Scene() }, ToyScenes.Definition(64, 32));
        var odd = s_mlContext.Data.LoadFromEnumerable(new[] { new ToyScenes.Scene() }, ToyScenes.Definition(16, 128));
        using var model = Trainer(ToyScenes.Options with { Epochs = 1, Tasks = [DenseTask.Segmentation(3)] }).Fit(view);
        var e = Assert.ThrowsExactly<ArgumentException>(() => Trainer(ToyScenes.Options).Fit(odd));
        Assert.Contains("multiples of 32", e.Message);
        Assert.Contains("16 x 128", e.Message);
    }

    /// <summary>Batch normalisation over a single value has no variance: the running one would become NaN.</summary>
    [TestMethod]
    public void Fit_OneStreamOf32By32_IsRefused()
    {
        var view = s_mlContext.Data.LoadFromEnumerable(new[] { new ToyScenes.Scene() }, ToyScenes.Definition(32, 32));
        var options = ToyScenes.Options with { FrameColumnNames = ["Frame0"] };
        Assert.Contains("single value", Assert.ThrowsExactly<ArgumentException>(() => Trainer(options).Fit(view)).Message);
    }

    [TestMethod]
    public void Fit_OptionsOutOfRange_AreNamed()
    {
        var view = ToyScenes.View(s_mlContext, 2);
        void Names(string option, MultiNetPlusPlusOptions options)
        {
            var e = Assert.ThrowsExactly<ArgumentException>(() => Trainer(options).Fit(view));
            Assert.AreEqual(option, e.ParamName);
            Assert.Contains($"'{option}'", e.Message);
        }
        Names("Epochs", ToyScenes.Options with { Epochs = 0 });
        Names("BatchSize", ToyScenes.Options with { BatchSize = 0 });
        Names("LearningRate", ToyScenes.Options with { LearningRate = double.NaN });
        Names("WeightDecay", ToyScenes.Options with { WeightDecay = -1 });
        Names("GradientClipNorm", ToyScenes.Options with { GradientClipNorm = 0 });
        Names("Tasks", ToyScenes.Options with { Tasks = [] });
        Names("Tasks", ToyScenes.Options with { Tasks = [DenseTask.Depth(), DenseTask.Depth(name: "DEPTH")] });
        Names("EarlyStopping", ToyScenes.Options with { EarlyStopping = new EarlyStopping() });
        Names("Threads", ToyScenes.Options with { Threads = 0 });
        Names("LoaderThreads", ToyScenes.Options with { LoaderThreads = 0 });
        Names("Encoder", ToyScenes.Options with { Encoder = null! });
        Names("Device", ToyScenes.Options with { Device = "tpu" });
    }

    private static MultiNetPlusPlusTrainer Trainer(MultiNetPlusPlusOptions options) =>
        s_mlContext.MultiTask().Trainers.MultiNetPlusPlus(options);
}
