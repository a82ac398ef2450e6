using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Several batches to a step: a larger batch, but for batch statistics and what a combiner sees.</summary>
[TestClass]
public sealed class BatchesPerStepTests : IDisposable
{
    private readonly MLContext _mlContext = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    // Every pixel has a class, so that the mean over batches is that over pixels; statistics that stay do not tell a batch's size.
    private static MultiNetPlusPlusOptions Options => ToyScenes.Options with
    {
        Tasks = [DenseTask.Segmentation(ToyScenes.Classes)], Combiner = LossCombiner.Equal(), Optimizer = OptimizerKind.Sgd, LearningRate = 0.01,
        EncoderTraining = new() { FreezesStatistics = true },
    };

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void Fit_TwoBatchesOfTwo_StepsAsOneOfFour()
    {
        List<StepProgress> small = [], large = [];
        using var expected = Fit(Options with { BatchSize = 4, OnStep = large.Add });
        using var actual = Fit(Options with { BatchSize = 2, BatchesPerStep = 2, OnStep = small.Add });

        Assert.HasCount(4, large);
        Assert.HasCount(4, small);
        foreach (var (one, two) in large.Zip(small))
        {
            Assert.AreEqual((one.Epoch, one.Step, one.RowsInEpoch, one.LearningRate), (two.Epoch, two.Step, two.RowsInEpoch, two.LearningRate));
            Assert.AreEqual(one.Losses["Segmentation"], two.Losses["Segmentation"], 1e-4);
        }
        using var scope = NewDisposeScope();
        var weights = actual.Model.Network.state_dict();
        foreach (var (name, weight) in expected.Model.Network.state_dict())
            TensorAssert.AreClose(weight, weights[name], rtol: 1e-3, atol: 1e-5);
        Assert.AreEqual(2, actual.History.Epochs[0].Steps);
    }

    /// <summary>6 rows in batches of 2, 2 to a step: one step of two batches, one of what is left.</summary>
    [TestMethod]
    public void Fit_AnEpochThatDoesNotDivide_EndsWithAStepOfTheRest()
    {
        var steps = new List<StepProgress>();
        using var model = Fit(Options with { BatchSize = 2, BatchesPerStep = 2, OnStep = steps.Add, Epochs = 2 }, rows: 6);
        Assert.AreSequenceEqual([4, 6, 4, 6], steps.Select(step => step.RowsInEpoch));
        Assert.AreEqual(2, model.History.Epochs[1].Steps);
    }

    /// <summary>A batch whose loss is not finite is left out of its step, not the step.</summary>
    [TestMethod]
    public void Fit_ABatchThatIsNotFinite_IsLeftOutOfItsStep()
    {
        int batches = 0;
        var task = new DerivedTaskTests.FaultyTask { Loses = (output, _) => output.abs().mean() * (++batches == 3 ? double.NaN : 1), Predicted = output => output.argmax(1).to(ScalarType.Byte) };
        using var model = Fit(Options with { Tasks = [task], BatchSize = 1, BatchesPerStep = 2, Epochs = 1 }, rows: 4);
        var epoch = model.History.Epochs.Single();
        Assert.AreEqual((2, 1), (epoch.Steps, epoch.SkippedSteps));
        Assert.IsTrue(double.IsFinite(epoch.Losses["Faulty"]));
    }

    /// <summary>Between two batches of a step, whatever the combiner remembers.</summary>
    [TestMethod]
    public void Fit_CancelledWithinStepsAndResumed_GivesTheSameWeights()
    {
        var options = ToyScenes.Options with { BatchSize = 1, BatchesPerStep = 3, Epochs = 1, WeightAverageDecay = 0.9 };
        using var expected = Fit(options with { Combiner = Combiner(_ => { }) }, rows: 5);
        var checkpoint = new CheckpointOptions(_folder.Path) { Resumes = true };
        Assert.IsNull(Cancel(batch: 1), "before the first step");
        Assert.AreEqual(TrainingEnd.Cancelled, Cancel(batch: 4));
        using var actual = Fit(options with { Combiner = Combiner(_ => { }), Checkpoint = checkpoint }, rows: 5);

        TensorAssert.AreIdentical(expected.Model.Network, actual.Model.Network);
        Assert.AreEqual(expected.History.Epochs[0].Losses["Depth"], actual.History.Epochs[0].Losses["Depth"]);
        Assert.AreSequenceEqual(expected.History.CombinerState.Values.SelectMany(values => values), actual.History.CombinerState.Values.SelectMany(values => values));
        Assert.IsNotEmpty(actual.History.CombinerState);

        TrainingEnd? Cancel(int batch)
        {
            using var source = new CancellationTokenSource();
            try
            {
                using var cancelled = Fit(options with
                {
                    Combiner = Combiner(count => { if (count == batch) source.Cancel(); }), Checkpoint = checkpoint, CancellationToken = source.Token,
                }, rows: 5);
                return cancelled.History.End;
            }
            catch (OperationCanceledException)
            {
                return null;
            }
        }

        static LossCombiner Combiner(Action<int> counted) => LossCombiner.Uncertainty().Then(new Counting(counted));
    }

    [TestMethod]
    public void Fit_TensorsStayLevel()
    {
        var counts = new List<long>();
        using var model = Fit(ToyScenes.Options with
        {
            BatchSize = 1, BatchesPerStep = 2, Epochs = 1, WeightAverageDecay = 0.99, OnStep = _ => counts.Add(LiveTensors.OfThisThread),
        }, rows: 8);
        Assert.AreSequenceEqual([counts[1], counts[1], counts[1]], counts[1..]);
    }

    private MultiTaskTransformer Fit(MultiNetPlusPlusOptions options, int rows = 8) =>
        _mlContext.MultiTask().Trainers.MultiNetPlusPlus(options).Fit(ToyScenes.View(_mlContext, rows));

    /// <summary>Equal weights; tells how many batches it has seen.</summary>
    private sealed class Counting(Action<int> counted) : GramianCombiner
    {
        private readonly Action<int> _counted = Count(counted);

        public override string Name => "Counting";

        protected override double[]? Weights(double[,] gramian, IReadOnlyList<double> losses, IReadOnlyList<DenseTask> tasks)
        {
            _counted(0);
            return null;
        }

        private static Action<int> Count(Action<int> counted)
        {
            int batches = 0;
            return _ => counted(++batches);
        }
    }
}
