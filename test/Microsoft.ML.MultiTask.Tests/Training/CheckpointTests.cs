namespace Microsoft.ML.MultiTask.Tests;

/// <summary>A training that is interrupted and resumed ends with the weights of one that was not, bit for bit.</summary>
[TestClass]
public sealed class CheckpointTests : IDisposable
{
    private readonly MLContext _mlContext = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Every kind of state: numbers, learned numbers, gradients as large as the encoder, random numbers, per-epoch history.</summary>
    public static IEnumerable<TestDataRow<(LossCombiner, OptimizerKind)>> Kinds =>
    [
        new((LossCombiner.Geometric(), OptimizerKind.Adam)) { DisplayName = "Geometric, Adam" },
        new((LossCombiner.Uncertainty(), OptimizerKind.Sgd)) { DisplayName = "Uncertainty, SGD" },
        new((LossCombiner.DynamicWeightAverage(), OptimizerKind.AdamW)) { DisplayName = "DWA, AdamW" },
        new((LossCombiner.MoCo(), OptimizerKind.Adam)) { DisplayName = "MoCo, Adam" },
        new((LossCombiner.ImtlL().Then(LossCombiner.GradVac()), OptimizerKind.Adam)) { DisplayName = "IMTL-L, then GradVac, Adam" },
        new((LossCombiner.Famo(updateEvery: 2), OptimizerKind.Adam)) { DisplayName = "FAMO, Adam" },
    ];

    /// <summary>4 steps: 2 an epoch, the last of each of one row. Interrupted within an epoch, and between two.</summary>
    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void Fit_ResumedTwice_GivesTheWeightsOfAnUninterruptedTraining(LossCombiner combiner, OptimizerKind optimizer)
    {
        var options = Options with { Combiner = combiner, Optimizer = optimizer, Epochs = 2, Schedule = LearningRateSchedule.Cosine(1) };
        using var expected = Fit(options);

        Stop(options, afterSteps: 1);
        Stop(options, afterSteps: 1);                                       // the end of an epoch
        using var actual = Fit(options with { Checkpoint = Checkpoint });

        TensorAssert.AreIdentical(expected.Model.Network, actual.Model.Network);
        Assert.AreEqual(TrainingEnd.Completed, actual.History.End);
        Assert.AreEqual(WithoutTimes(expected.History), WithoutTimes(actual.History));
    }

    [TestMethod]
    public void Fit_ResumedWithEarlyStopping_StopsInTheSameEpochWithTheSameWeights()
    {
        var options = Options with
        {
            Epochs = 12,
            ValidationSet = ToyScenes.View(_mlContext, 4, seed: 50),
            EarlyStopping = new EarlyStopping { Patience = 2, MinimumImprovement = 0.9 },      // more than an epoch can bring
        };
        using var expected = Fit(options);
        Assert.AreEqual(TrainingEnd.StoppedEarly, expected.History.End);
        int steps = 2 * expected.History.Epochs.Count;

        Stop(options, afterSteps: steps - 3);                               // within the first epoch that is not better
        using var actual = Fit(options with { Checkpoint = Checkpoint });
        TensorAssert.AreIdentical(expected.Model.Network, actual.Model.Network);
        Assert.AreEqual(WithoutTimes(expected.History), WithoutTimes(actual.History));

        int again = 0;
        using var ended = Fit(options with { Checkpoint = Checkpoint, OnStep = _ => again++ });
        TensorAssert.AreIdentical(expected.Model.Network, ended.Model.Network);
        Assert.AreEqual(0, again);
    }

    /// <summary>As after a crash: what was done since the last checkpoint is lost, and done again.</summary>
    [TestMethod]
    public void Fit_ResumedFromAnEarlierStep_GivesTheSameWeights()
    {
        using var expected = Fit(Options with { Epochs = 3 });
        var checkpoint = new CheckpointOptions(_folder.Path, CheckpointInterval.Steps(2)) { Resumes = true };
        int steps = 0;
        Assert.ThrowsExactly<NotSupportedException>(() => Fit(Options with
        {
            Epochs = 3,
            Checkpoint = checkpoint,
            OnStep = _ => { if (++steps == 4) throw new NotSupportedException(); },
        }));
        Assert.AreSequenceEqual(new[] { "checkpoint-000000002.safetensors" }, Files());
        using var actual = Fit(Options with { Epochs = 3, Checkpoint = checkpoint, LoaderThreads = 3 });
        TensorAssert.AreIdentical(expected.Model.Network, actual.Model.Network);
    }

    /// <summary>Neither saving nor resuming keeps a tensor.</summary>
    [TestMethod]
    public void Fit_SavingEveryStep_LeavesTheNumberOfTensorsLevel()
    {
        var counts = new List<long>();
        var options = Options with
        {
            Epochs = 3,
            Combiner = LossCombiner.DbMtl(),
            Checkpoint = new(_folder.Path, CheckpointInterval.Steps(1)) { Resumes = true },
            OnStep = _ => counts.Add(LiveTensors.OfThisThread),
        };
        using (Fit(options)) { }
        using var resumed = Fit(options with { Epochs = 4 });
        long start = counts[1];                                             // the first step made the optimizers' state
        Assert.AreSequenceEqual(new[] { start, start, start, start, start }, counts[1..6]);
        Assert.AreEqual(counts[6], counts[7]);
    }

    [TestMethod]
    public void Fit_MoreEpochs_ContinuesAFinishedTraining()
    {
        using var expected = Fit(Options with { Epochs = 3 });
        using (Fit(Options with { Epochs = 2, Checkpoint = Checkpoint })) { }
        using var actual = Fit(Options with { Epochs = 3, Checkpoint = Checkpoint });
        TensorAssert.AreIdentical(expected.Model.Network, actual.Model.Network);
    }

    [TestMethod]
    public void Fit_DamagedCheckpoint_ContinuesFromTheOneBefore()
    {
        using var expected = Fit(Options with { Epochs = 3 });
        using (Fit(Options with { Epochs = 2, Checkpoint = Checkpoint })) { }
        Assert.AreSequenceEqual(new[] { "checkpoint-000000002.safetensors", "checkpoint-000000004.safetensors" }, Files());
        string newest = Path.Combine(_folder.Path, Files()[^1]);
        var bytes = File.ReadAllBytes(newest);
        bytes[^100] ^= 1;
        File.WriteAllBytes(newest, bytes);
        File.WriteAllText(Path.Combine(_folder.Path, "checkpoint-000000009.safetensors"), "cut");

        var log = new Messages(_mlContext);
        using var actual = Fit(Options with { Epochs = 3, Checkpoint = Checkpoint });
        TensorAssert.AreIdentical(expected.Model.Network, actual.Model.Network);
        Assert.HasCount(2, log.Warnings.Where(text => text.Contains("is passed over", StringComparison.Ordinal)));
        Assert.Contains(newest, log.Warnings[1]);
        Assert.DoesNotContain("checkpoint-000000002.safetensors", Files());               // two are kept
    }

    [TestMethod]
    public void Fit_OtherOptions_NamesWhatDiffers()
    {
        using (Fit(Options with { Epochs = 1, Checkpoint = Checkpoint })) { }
        void Refused(string expected, MultiNetPlusPlusOptions options, int rows = 5)
        {
            var e = Assert.ThrowsExactly<InvalidOperationException>(() => Fit(options with { Checkpoint = Checkpoint }, rows));
            Assert.Contains(expected, e.Message);
        }
        Refused("'LearningRate' was 0.001, and is 0.01", Options with { LearningRate = 0.01 });
        Refused("'Combiner' was GeometricCombiner, and is FixedCombiner (_weights [", Options with { Combiner = LossCombiner.Fixed(("Depth", 2)) });
        Refused("'Schedule' was ConstantSchedule, and is CosineSchedule (WarmupEpochs 0.5)", Options with { Schedule = LearningRateSchedule.Cosine(0.5) });
        Refused("'Encoder' was ResNet18, and is MobileNetV3Large", Options with { Encoder = EncoderArchitecture.MobileNetV3Large });
        Refused("'Decoder' was [Fcn8, Fcn8, Fcn8], and is [Fcn8, FeaturePyramid, Fcn8]", Options with
        {
            TaskDecoders = new Dictionary<string, DecoderArchitecture> { ["Depth"] = DecoderArchitecture.FeaturePyramid },
        });
        Refused("'Seed' was 7, and is 8", Options with { Seed = 8 });
        Refused("'rows of the training data' was 5, and is 6", Options, rows: 6);
        var e = Assert.ThrowsExactly<InvalidOperationException>(() => Fit(Options with { Checkpoint = new(_folder.Path) }));
        Assert.Contains("has checkpoints of an earlier training. Set Resumes", e.Message);
    }

    [TestMethod]
    public void Fit_AFolderInUseOrNoFolder_SaysSoBeforeTraining()
    {
        var options = Options with { Checkpoint = Checkpoint, OnStep = _ => Assert.Fail() };
        using (new FileStream(Path.Combine(_folder.Path, "checkpoints.lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None))
            Assert.Contains("of one training at a time", Assert.ThrowsExactly<InvalidOperationException>(() => Fit(options)).Message);
        string file = Path.Combine(_folder.Path, "file");
        File.WriteAllText(file, "");
        var e = Assert.ThrowsExactly<InvalidOperationException>(() => Fit(options with { Checkpoint = new(file) }));
        Assert.Contains($"Option 'Checkpoint' names the folder '{file}'", e.Message);
    }

    [TestMethod]
    public void Fit_ACheckpointThatCannotBeWritten_IsAWarning()
    {
        using var expected = Fit(Options);
        var log = new Messages(_mlContext);
        string folder = Path.Combine(_folder.Path, "gone");
        using var actual = Fit(Options with { Checkpoint = new(folder), OnStep = _ => { if (Directory.Exists(folder)) Directory.Delete(folder, true); } });
        TensorAssert.AreIdentical(expected.Model.Network, actual.Model.Network);
        Assert.HasCount(2, log.Warnings);
        Assert.Contains("could not be saved, and training goes on", log.Warnings[0]);
    }

    [TestMethod]
    public void CheckpointOptions_OutOfRange_Throws()
    {
        Assert.ThrowsExactly<ArgumentException>(() => new CheckpointOptions(" "));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new CheckpointOptions("a", keep: 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => CheckpointInterval.Steps(0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => CheckpointInterval.Epochs(0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => CheckpointInterval.Minutes(0));
    }

    private static MultiNetPlusPlusOptions Options => ToyScenes.Options with { Epochs = 2 };

    private CheckpointOptions Checkpoint => new(_folder.Path) { Resumes = true };

    private string[] Files() => [.. Directory.GetFiles(_folder.Path, "*.safetensors").Select(path => Path.GetFileName(path)).Order()];

    private MultiTaskTransformer Fit(MultiNetPlusPlusOptions options, int rows = 5) =>
        _mlContext.MultiTask().Trainers.MultiNetPlusPlus(options).Fit(_mlContext.Data.Cache(ToyScenes.View(_mlContext, rows)));        // shuffled

    private void Stop(MultiNetPlusPlusOptions options, int afterSteps)
    {
        using var source = new CancellationTokenSource();
        int steps = 0;
        using var model = Fit(options with
        {
            Checkpoint = Checkpoint,
            CancellationToken = source.Token,
            OnStep = _ => { if (++steps == afterSteps) source.Cancel(); },
        });
        Assert.AreEqual(TrainingEnd.Cancelled, model.History.End);
    }

    private static string WithoutTimes(TrainingHistory history) =>
        (history with { Epochs = [.. history.Epochs.Select(epoch => epoch with { Seconds = 0, WaitSeconds = 0 })] }).ToJson();
}
