using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class MultiNetPlusPlusTrainerTests
{
    private static readonly MLContext s_mlContext = new(seed: 1);

    [TestMethod]
    public void Fit_SameSeed_GivesIdenticalWeights()
    {
        using var first = Fit(ToyScenes.Options);
        using var second = Fit(ToyScenes.Options);
        using var third = Fit(ToyScenes.Options with { Seed = 8 });
        TensorAssert.AreIdentical(first.Model.Network, second.Model.Network);
        Assert.AreNotEqual(first.History.Epochs[^1].Losses["Depth"], third.History.Epochs[^1].Losses["Depth"]);
    }

    [TestMethod]
    public void Fit_MoreLoaderThreads_GivesIdenticalWeights()
    {
        using var one = Fit(ToyScenes.Options with { LoaderThreads = 1 });
        using var three = Fit(ToyScenes.Options with { LoaderThreads = 3 });
        TensorAssert.AreIdentical(one.Model.Network, three.Model.Network);
    }

    [TestMethod]
    public void Fit_ContextSeed_DecidesWhereNoSeedIsGiven()
    {
        double[] Losses()
        {
            var mlContext = new MLContext(seed: 5);
            using var model = mlContext.MultiTask().Trainers.MultiNetPlusPlus(ToyScenes.Options with { Seed = null, Epochs = 1 }).Fit(ToyScenes.View(mlContext, 8));
            return [.. model.History.Epochs[0].Losses.Values];
        }
        Assert.AreSequenceEqual(Losses(), Losses());
    }

    [TestMethod]
    public void Fit_EveryCombiner_LowersEveryLoss_AndReportsWeights()
    {
        LossCombiner[] combiners =
        [
            LossCombiner.Equal(), LossCombiner.Geometric(), LossCombiner.Focused("Motion"), LossCombiner.Uncertainty(), LossCombiner.DynamicWeightAverage(),
        ];
        foreach (var combiner in combiners)
        {
            using var model = Fit(ToyScenes.Options with { Combiner = combiner, Epochs = 3 }, rows: 16);
            Assert.AreEqual(combiner.Name, model.History.Combiner);
            foreach (var task in ToyScenes.Tasks)
            {
                var losses = model.History.Epochs.Select(e => e.Losses[task.Name]).ToArray();
                Assert.IsLessThan(losses[0], losses[^1], $"{combiner.Name}, {task.Name}: {string.Join(" ", losses)}");
                Assert.IsTrue(model.History.Epochs.All(e => e.Weights[task.Name] > 0), combiner.Name);
            }
        }
    }

    [TestMethod]
    public void Fit_ToyScenes_BeatsChanceOnEveryTaskOnHeldOutRows()
    {
        var multiTask = s_mlContext.MultiTask();
        using var model = Fit(ToyScenes.Options with { Epochs = 8, BatchSize = 8, LearningRate = 2e-3 }, rows: 64);
        var metrics = multiTask.Evaluate(model.Transform(ToyScenes.View(s_mlContext, 24, seed: 99)));
        Assert.IsGreaterThan(0.9, metrics.Segmentation.PixelAccuracy);             // the largest class has about half of the pixels
        Assert.IsGreaterThan(0.5, metrics.Depth.Delta1Accuracy);
        Assert.IsGreaterThan(0.3, metrics.Motion.MovingIoU);                       // always-moving reaches about 0.07
    }

    [TestMethod]
    public void Fit_RowsWithSomeLabels_LearnFromWhatTheyHave()
    {
        var view = ToyScenes.View(s_mlContext, 16, change: (i, scene) =>
        {
            if (i % 2 == 0) Array.Fill(scene.Segmentation, DenseTask.Ignore);
            else Array.Fill(scene.Depth, i % 4 == 1 ? float.NaN : 0);
            Array.Fill(scene.Motion, DenseTask.Ignore);
        });
        var steps = new List<StepProgress>();
        using var model = s_mlContext.MultiTask().Trainers.MultiNetPlusPlus(
            ToyScenes.Options with { BatchSize = 1, ShufflesRows = false, Epochs = 1, OnStep = steps.Add }).Fit(view);
        Assert.HasCount(16, steps);
        Assert.AreSequenceEqual(new[] { "Depth" }, steps[0].Losses.Keys.ToArray());
        Assert.AreSequenceEqual(new[] { "Segmentation" }, steps[1].Losses.Keys.ToArray());
        Assert.IsTrue(double.IsNaN(model.History.Epochs[0].Losses["Motion"]));
    }

    /// <summary>A decoder without labels is not moved at all, not even by weight decay or by momentum from earlier steps.</summary>
    [TestMethod]
    public void Fit_TaskWithoutLabels_KeepsItsInitialDecoder()
    {
        var view = ToyScenes.View(s_mlContext, 8, change: (_, scene) => Array.Fill(scene.Motion, DenseTask.Ignore));
        using var model = s_mlContext.MultiTask().Trainers.MultiNetPlusPlus(ToyScenes.Options with { WeightDecay = 0.1 }).Fit(view);
        using var initial = new MultiNetPlusPlusNetwork(model.Model.Settings.Network, model.Tasks);
        WeightInitialization.Initialize(initial, ToyScenes.Options.Seed!.Value);
        var (before, after) = (initial.state_dict(), model.Model.Network.state_dict());
        Assert.IsTrue(before["decoders.motion.score8.weight"].bytes.SequenceEqual(after["decoders.motion.score8.weight"].bytes));
        Assert.IsFalse(before["decoders.depth.score8.weight"].bytes.SequenceEqual(after["decoders.depth.score8.weight"].bytes));
    }

    [TestMethod]
    public void Fit_Cancelled_ReturnsTheModelSoFar()
    {
        using var source = new CancellationTokenSource();
        int steps = 0;
        using var model = Fit(ToyScenes.Options with
        {
            Epochs = 100,
            CancellationToken = source.Token,
            OnStep = _ => { if (++steps == 3) source.Cancel(); },
        });
        Assert.AreEqual(TrainingEnd.Cancelled, model.History.End);
        Assert.AreEqual(3, steps);
        Assert.HasCount(1, model.History.Epochs);
    }

    [TestMethod]
    public void Fit_EarlyStopping_GoesBackToTheBestEpoch()
    {
        var validation = ToyScenes.View(s_mlContext, 8, seed: 50);
        using var model = Fit(ToyScenes.Options with
        {
            Epochs = 30,
            ValidationSet = validation,
            EarlyStopping = new EarlyStopping { Patience = 1, MinimumImprovement = 0.9 },     // more than an epoch can bring
        });
        Assert.AreEqual(TrainingEnd.StoppedEarly, model.History.End);
        Assert.AreEqual(model.History.Epochs.Count - 2, model.History.BestEpoch);
        var again = Validator.Run(model.Model, new BatchReader(validation, null, model.Tasks, batchSize: 4), default)!.Losses;
        foreach (var (task, loss) in model.History.Epochs[model.History.BestEpoch].ValidationLosses)
            Assert.AreEqual(loss, again[task], 1e-6 * loss);
    }

    [TestMethod]
    public void Fit_ValidationSet_IsMeasuredAfterEachEpoch()
    {
        using var model = Fit(ToyScenes.Options with { ValidationSet = ToyScenes.View(s_mlContext, 8, seed: 50) });
        foreach (var epoch in model.History.Epochs)
        {
            Assert.IsTrue(epoch.ValidationLosses.Values.All(double.IsFinite));
            Assert.IsInRange(0.0, 1.0, epoch.ValidationMetrics["Segmentation"]["PixelAccuracy"]);
        }
    }

    [TestMethod]
    public void Fit_Options_AreNeverWrittenTo()
    {
        var options = ToyScenes.Options with { Combiner = LossCombiner.Uncertainty() };
        var copy = options with { };
        using var model = Fit(options);
        Assert.AreEqual(copy, options);
        Assert.IsNotEmpty(model.History.CombinerState);
    }

    [TestMethod]
    public void Fit_Progress_ReachesCallbacksAndLog()
    {
        var mlContext = new MLContext(seed: 1);
        var messages = new List<string>();
        mlContext.Log += (_, e) => { if (e.Source.StartsWith("MultiNetPlusPlusTrainer", StringComparison.Ordinal)) lock (messages) messages.Add(e.RawMessage); };
        var (steps, epochs) = (new List<StepProgress>(), new List<EpochRecord>());
        using var model = mlContext.MultiTask().Trainers.MultiNetPlusPlus(ToyScenes.Options with { OnStep = steps.Add, OnEpoch = epochs.Add })
            .Fit(ToyScenes.View(mlContext, 10));
        Assert.HasCount(2 * 3, steps);
        Assert.HasCount(2, epochs);
        Assert.AreEqual(10, steps[2].RowsInEpoch);
        Assert.IsTrue(steps.All(step => step.Seconds > 0 && step.WaitSeconds >= 0));
        Assert.IsLessThan(epochs[0].Seconds, steps.Take(3).Sum(step => step.Seconds) + epochs[0].WaitSeconds);
        Assert.Contains(m => m.StartsWith("Epoch 2/2: Segmentation loss", StringComparison.Ordinal), messages);
        Assert.AreEqual(model.History.ToJson(), TrainingHistory.FromJson(model.History.ToJson()).ToJson());
    }

    [TestMethod]
    [DataRow(OptimizerKind.AdamW)]
    [DataRow(OptimizerKind.Sgd)]
    public void Fit_OtherOptimizers_LowerTheLoss(OptimizerKind optimizer)
    {
        using var model = Fit(ToyScenes.Options with { Optimizer = optimizer, Epochs = 3, WeightDecay = 1e-4, GradientClipNorm = 5, LearningRate = optimizer == OptimizerKind.Sgd ? 0.01 : 1e-3 });
        Assert.IsLessThan(model.History.Epochs[0].Losses["Segmentation"], model.History.Epochs[^1].Losses["Segmentation"]);
    }

    [TestMethod]
    public void Fit_Schedule_SetsTheLearningRateOfEachStep()
    {
        var rates = new List<double>();
        using var model = Fit(ToyScenes.Options with { Schedule = LearningRateSchedule.Cosine(), OnStep = s => rates.Add(s.LearningRate) }, rows: 8);
        // 2 epochs of 2 steps: the fractions 0, 1/4 (rows are known only after the first epoch where the data does not say), 1/2, 3/4
        Assert.AreEqual(1e-3, rates[0], 1e-12);
        Assert.AreEqual(1e-3 * (1 + Math.Cos(Math.PI / 2)) / 2, rates[2], 1e-12);
        Assert.AreEqual(1e-3 * (1 + Math.Cos(Math.PI * 3 / 4)) / 2, rates[3], 1e-12);
    }

    [TestMethod]
    public void GetOutputSchema_Shape_HasTheColumnsOfTheRealSchema()
    {
        var trainer = s_mlContext.MultiTask().Trainers.MultiNetPlusPlus(ToyScenes.Options with { IncludesScores = true, Epochs = 1 });
        var view = ToyScenes.View(s_mlContext, 2);
        using var model = trainer.Fit(view);
        var shape = trainer.GetOutputSchema(new SchemaShape([.. view.Schema.Select(c => SchemaShapes.Column(s_mlContext, c.Name, c.Type))]));
        foreach (var column in model.GetOutputSchema(view.Schema))
        {
            var found = shape.Single(c => c.Name == column.Name);
            Assert.AreEqual(SchemaShape.Column.VectorKind.Vector, found.Kind);
            Assert.AreEqual(((VectorDataViewType)column.Type).ItemType, found.ItemType);
        }
        Assert.HasCount(shape.Count, model.GetOutputSchema(view.Schema).ToArray());
    }

    [TestMethod]
    public void Fit_UsersOwnTaskAndCombiner_NeedNoChangeToTheTrainer()
    {
        DenseTask.Register(BrightnessTask.KindName, (name, label, _) => new BrightnessTask(name, label));
        var view = s_mlContext.Transforms.CopyColumns("Brightness", "Depth").Fit(ToyScenes.View(s_mlContext, 8)).Transform(ToyScenes.View(s_mlContext, 8));
        using var model = s_mlContext.MultiTask().Trainers.MultiNetPlusPlus(ToyScenes.Options with
        {
            Tasks = [new BrightnessTask("Brightness", "Brightness"), DenseTask.Motion()],
            Combiner = new MaximumCombiner(),
        }).Fit(view);
        Assert.AreEqual("Maximum", model.History.Combiner);
        Assert.IsNotNull(model.GetOutputSchema(view.Schema)["PredictedBrightness"].Name);
    }

    private static MultiTaskTransformer Fit(MultiNetPlusPlusOptions options, int rows = 16) =>
        s_mlContext.MultiTask().Trainers.MultiNetPlusPlus(options).Fit(ToyScenes.View(s_mlContext, rows));
}
