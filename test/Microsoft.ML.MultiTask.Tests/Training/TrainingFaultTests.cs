using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>What training does with numbers, labels and validation sets that are no use.</summary>
[TestClass]
public sealed class TrainingFaultTests
{
    private const float Far = 100_000;                              // metres: counts, and overflows in the units of these tasks

    private readonly MLContext _mlContext = new(seed: 1);

    public TestContext TestContext { get; set; } = null!;

    /// <summary>The step whose loss overflows is as if its rows were not there.</summary>
    [TestMethod]
    [DataRow(EncoderPrecision.Full)]
    [DataRow(EncoderPrecision.BFloat16)]
    public void Fit_AStepWithANonFiniteLoss_IsLeftOutAndCounted(EncoderPrecision precision)
    {
        var log = new Messages(_mlContext);
        var options = ToyScenes.Options with
        {
            Tasks = Overflowing,
            Combiner = LossCombiner.Uncertainty(),
            EncoderPrecision = precision,
            ShufflesRows = false,
            Epochs = 1,
        };
        using var actual = Fit(options, ToyScenes.View(_mlContext, 12, change: (i, scene) => { if (i == 9) Array.Fill(scene.Depth, Far); }));
        using var expected = Fit(options, ToyScenes.View(_mlContext, 8));

        TensorAssert.AreIdentical(expected.Model.Network, actual.Model.Network);
        Assert.AreSequenceEqual(expected.History.CombinerState["log_variance.depth"], actual.History.CombinerState["log_variance.depth"]);
        Assert.AreEqual((2, 1), (actual.History.Epochs[0].Steps, actual.History.Epochs[0].SkippedSteps));
        Assert.Contains("The loss of task 'Depth' became Infinity in epoch 0, step 2. Such steps are left out", log.Warnings.Single());
    }

    /// <summary>A finite loss whose gradient is not: found in the combiner, or behind it.</summary>
    [TestMethod]
    [DataRow("Equal")]
    [DataRow("DbMtl")]
    [DataRow("ExcessMtl")]
    [DataRow("MoCo")]
    [DataRow("GradVac")]
    public void Fit_AStepWithANonFiniteGradient_IsLeftOut(string combiner)
    {
        var options = ToyScenes.Options with
        {
            Tasks = [new SteepTask(), DenseTask.Motion()],
            Combiner = (LossCombiner)typeof(LossCombiner).GetMethod(combiner)!.Invoke(null, Defaults(combiner))!,
            ShufflesRows = false,
            Epochs = 2,
        };
        using var model = Fit(options, ToyScenes.View(_mlContext, 12, change: (i, scene) => { if (i == 5) scene.Depth[0] = SteepTask.Cliff; }));
        Assert.AreEqual((2, 1), (model.History.Epochs[1].Steps, model.History.Epochs[1].SkippedSteps));
        foreach (var (name, weights) in model.Model.Network.state_dict())
            Assert.IsTrue(weights.isfinite().all().item<bool>(), name);
        Assert.IsTrue(double.IsFinite(model.History.Epochs[1].Losses["Motion"]));
    }

    [TestMethod]
    public void Fit_TooManySkippedStepsInARow_NamesTheTask()
    {
        var view = ToyScenes.View(_mlContext, 20, change: (_, scene) => Array.Fill(scene.Depth, Far));
        var e = Assert.ThrowsExactly<InvalidOperationException>(() => Fit(ToyScenes.Options with { Tasks = Overflowing, MaxSkippedSteps = 3 }, view));
        Assert.Contains("The loss of task 'Depth' became", e.Message);
        Assert.Contains("step 3, after 3 such steps in a row (option 'MaxSkippedSteps')", e.Message);
        e = Assert.ThrowsExactly<InvalidOperationException>(() => Fit(ToyScenes.Options with { Tasks = Overflowing, MaxSkippedSteps = 9 }, view));
        Assert.Contains("not finite in all of its 5 steps", e.Message);
    }

    /// <summary>Motion's loss is 0 from the start, and depth and segmentation learn as if it had no label.</summary>
    [TestMethod]
    public void Fit_ATaskWhoseLossIsZero_DoesNotStopTheOthers()
    {
        var log = new Messages(_mlContext);
        var options = ToyScenes.Options with { Tasks = [DenseTask.Segmentation(3), new ZeroTask()], Epochs = 3, ShufflesRows = false };
        using var model = Fit(options, ToyScenes.View(_mlContext, 8));
        var losses = model.History.Epochs.Select(epoch => epoch.Losses["Segmentation"]).ToArray();
        Assert.IsLessThan(0.8 * losses[0], losses[^1]);
        Assert.AreEqual((1.0, 0.0), (Math.Round(model.History.Epochs[0].Weights["Segmentation"], 6), model.History.Epochs[0].Weights["Zero"]));
        Assert.Contains("The loss of task 'Zero' is 0 in epoch 0. It takes no part", log.Warnings.Single());
    }

    [TestMethod]
    public void Fit_LabelsOfOneClass_AreNamed()
    {
        var log = new Messages(_mlContext);
        using var model = Fit(ToyScenes.Options with { ShufflesRows = false }, ToyScenes.View(_mlContext, 8, change: (i, scene) =>
            Array.Fill(scene.Motion, i == 0 ? DenseTask.Ignore : (byte)0)));
        Assert.Contains("All labels of task 'Motion' in column 'Motion' are of class 0", log.Warnings.Single());
    }

    [TestMethod]
    public void Fit_ValidationSetWithoutRowsOrLabels_Throws()
    {
        var data = ToyScenes.View(_mlContext, 8);
        var none = _mlContext.Data.SkipRows(data, 8);
        Assert.Contains("Option 'ValidationSet' has no rows", Assert.ThrowsExactly<InvalidOperationException>(
            () => Fit(ToyScenes.Options with { ValidationSet = none, EarlyStopping = new EarlyStopping() }, data)).Message);
        var unlabelled = ToyScenes.View(_mlContext, 3, change: (_, scene) =>
        {
            Array.Fill(scene.Segmentation, DenseTask.Ignore);
            Array.Fill(scene.Motion, DenseTask.Ignore);
            Array.Fill(scene.Depth, float.NaN);
        });
        Assert.Contains("None of the 3 rows of option 'ValidationSet' has a label for any of the tasks Segmentation, Depth, Motion",
            Assert.ThrowsExactly<InvalidOperationException>(() => Fit(ToyScenes.Options with { ValidationSet = unlabelled }, data)).Message);
    }

    /// <summary>A task without labels does not count; one that diverged makes the epoch the worst.</summary>
    [TestMethod]
    public void Offer_ALossThatIsNotFinite_IsNeverBetter()
    {
        var warnings = new List<string>();
        using var network = nn.Linear(1, 1);
        using var best = new BestWeights(network, new EarlyStopping { Patience = 2 }, warnings.Add);
        var position = TrainingPosition.Start(new Dictionary<string, string> { [TrainingSettings.Rows] = "1" }, 0, 2);
        bool Offer(int epoch, double a, double b, params string[] labelled) => best.Offer(
            position, new EpochRecord { Epoch = epoch, ValidationLosses = new Dictionary<string, double> { ["A"] = a, ["B"] = b } }, labelled);
        Assert.IsFalse(Offer(0, 4, double.PositiveInfinity, "A", "B"));
        Assert.IsFalse(Offer(1, 4, double.NaN, "A"));
        Assert.AreEqual(1, position.BestEpoch);
        Assert.IsFalse(Offer(2, 0.1, double.NaN, "A", "B"));
        Assert.AreEqual(1, position.BestEpoch);
        Assert.IsFalse(Offer(3, 3, double.NaN, "A"));
        Assert.AreEqual(3, position.BestEpoch);
        Assert.IsFalse(Offer(4, 3, double.NaN, "A"));
        Assert.IsTrue(Offer(5, 3, double.NaN, "A"));
        Assert.HasCount(2, warnings);
        Assert.Contains("The validation loss of task 'B' became NaN in epoch 2", warnings[1]);
    }

    /// <summary>An epoch that was validated before one cancelled can be the best.</summary>
    [TestMethod]
    public void Fit_CancelledAfterAnEpoch_OffersItsWeights()
    {
        using var source = new CancellationTokenSource();
        using var model = Fit(ToyScenes.Options with
        {
            Epochs = 9,
            ValidationSet = ToyScenes.View(_mlContext, 4, seed: 50),
            EarlyStopping = new EarlyStopping(),
            CancellationToken = source.Token,
            OnEpoch = _ => source.Cancel(),
        }, ToyScenes.View(_mlContext, 8));
        Assert.AreEqual((TrainingEnd.Cancelled, 0), (model.History.End, model.History.BestEpoch));
        Assert.HasCount(1, model.History.Epochs);
    }

    [TestMethod]
    public void Fit_CancelledBeforeTheFirstStep_Throws()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var e = Assert.Throws<OperationCanceledException>(() => Fit(ToyScenes.Options with { CancellationToken = source.Token }, ToyScenes.View(_mlContext, 8)));
        Assert.AreEqual(source.Token, e.CancellationToken);
    }

    /// <summary>A value that never comes, as of a cache that is being filled, does not keep a cancelled training.</summary>
    [TestMethod]
    [DataRow(false, false, DisplayName = "training")]
    [DataRow(false, true, DisplayName = "training, cached")]
    [DataRow(true, true, DisplayName = "validation, cached")]
    public void Fit_CancelledWhileAValueIsAwaited_EndsAtOnce(bool validation, bool cached)
    {
        using var source = new CancellationTokenSource();
        using var released = new ManualResetEventSlim();
        bool wasAwaited = false;
        var data = ToyScenes.View(_mlContext, 8);
        IDataView stuck = new CountingView(data)
        {
            FailsToRead = (_, _) =>
            {
                source.Cancel();
                wasAwaited |= !released.Wait(TimeSpan.FromSeconds(30), TestContext.CancellationToken);
                return false;
            },
        };
        if (cached) stuck = _mlContext.Data.Cache(stuck);
        var options = ToyScenes.Options with { CancellationToken = source.Token, Epochs = 9 };
        try
        {
            if (validation)
            {
                using var model = Fit(options with { ValidationSet = stuck }, data);
                Assert.AreEqual((TrainingEnd.Cancelled, 1), (model.History.End, model.History.Epochs.Count));
                Assert.IsEmpty(model.History.Epochs[0].ValidationLosses);
            }
            else
            {
                Assert.Throws<OperationCanceledException>(() => Fit(options, stuck));
            }
            Assert.IsFalse(wasAwaited);
        }
        finally
        {
            released.Set();
        }
    }

    private static IReadOnlyList<DenseTask> Overflowing => [DenseTask.Segmentation(3), DenseTask.Depth(targetScale: 1e31), DenseTask.Motion()];

    private static object?[] Defaults(string combiner) =>
        [.. typeof(LossCombiner).GetMethod(combiner)!.GetParameters().Select(parameter => parameter.DefaultValue)];

    private MultiTaskTransformer Fit(MultiNetPlusPlusOptions options, IDataView data) =>
        _mlContext.MultiTask().Trainers.MultiNetPlusPlus(options).Fit(data);

    /// <summary>A depth whose loss is finite, and whose gradient is not where a label is at a cliff.</summary>
    private sealed class SteepTask() : DenseTask("Steep", "Depth")
    {
        internal const float Cliff = 77;

        public override int OutputChannels => 1;

        public override LossForm LossForm => LossForm.Regression;

        public override PrimitiveDataViewType ItemType => NumberDataViewType.Single;

        protected override string Kind => "Steep";

        public override Tensor Loss(Tensor output, Tensor label)
        {
            var difference = (output.squeeze(1) - label.nan_to_num(0)).abs().mean();
            bool isAtCliff = (label == Cliff).any().item<bool>();
            return isAtCliff ? difference + (output - output.detach()).square().sum().sqrt() : difference;      // d sqrt(x) at 0: infinite
        }

        public override Tensor Predict(Tensor output) => output.squeeze(1);

        public override TaskMetric CreateMetric() => new DepthMetric();
    }

    /// <summary>A task whose loss is always 0.</summary>
    private sealed class ZeroTask() : DenseTask("Zero", "Depth")
    {
        public override int OutputChannels => 1;

        public override LossForm LossForm => LossForm.Regression;

        public override PrimitiveDataViewType ItemType => NumberDataViewType.Single;

        protected override string Kind => "Zero";

        public override Tensor Loss(Tensor output, Tensor label) => (output * 0).mean();

        public override Tensor Predict(Tensor output) => output.squeeze(1);

        public override TaskMetric CreateMetric() => new DepthMetric();
    }
}
