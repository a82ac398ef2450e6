namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Every combiner in the real trainer, on a small network.</summary>
[TestClass]
public sealed class EveryCombinerTests
{
    private static readonly MLContext s_mlContext = new(seed: 1);

    public static IEnumerable<TestDataRow<Func<LossCombiner>>> Combiners =>
        CombinerRegistry.All.Select(entry => new TestDataRow<Func<LossCombiner>>(entry.Create) { DisplayName = entry.Label });

    [TestMethod]
    [DynamicData(nameof(Combiners))]
    public void Fit_TwoSteps_TheSecondWithoutATask_TrainsAndReportsWeightsAndState(Func<LossCombiner> create)
    {
        var combiner = create();
        var steps = new List<StepProgress>();
        using var model = Fit(combiner, rows: 4, unlabelledFrom: 2, steps);

        Assert.HasCount(2, steps);
        Assert.HasCount(3, steps[0].Weights);
        Assert.AreSequenceEqual(new[] { "Segmentation", "Depth" }, steps[1].Weights.Keys.ToArray());
        Assert.IsTrue(steps.All(step => step.Weights.Values.All(double.IsFinite) && step.Losses.Values.All(double.IsFinite)));
        foreach (var (name, tensor) in model.Model.Network.state_dict())
            Assert.IsTrue(double.IsFinite(tensor.to(TorchSharp.torch.ScalarType.Float64).sum().item<double>()), name);

        var history = TrainingHistory.FromJson(model.History.ToJson());
        Assert.AreEqual(combiner.Name, history.Combiner);
        using var restored = create().Start(ToyScenes.Tasks, TorchSharp.torch.CPU);
        restored.SetState(history.CombinerState);
        foreach (var (name, values) in restored.GetState())
            Assert.AreSequenceEqual(model.History.CombinerState[name], values, name);
    }

    /// <summary>Adam's momentum would move it on, were it not left alone.</summary>
    [TestMethod]
    public void Fit_ATaskWithoutLabels_KeepsItsLogVariance()
    {
        using var one = Fit(LossCombiner.Uncertainty(), rows: 2, unlabelledFrom: 2);
        using var two = Fit(LossCombiner.Uncertainty(), rows: 4, unlabelledFrom: 2);
        double[] Values(MultiTaskTransformer model) =>
            [.. new[] { "motion", "depth" }.Select(task => model.History.CombinerState[$"log_variance.{task}"].Single())];
        Assert.AreEqual(Values(one)[0], Values(two)[0]);
        Assert.AreNotEqual(0.0, Values(one)[0]);
        Assert.AreNotEqual(Values(one)[1], Values(two)[1]);
    }

    [TestMethod]
    public void Fit_EqualWeightsByGradients_TrainsAsByLosses()
    {
        using var byLosses = Fit(LossCombiner.Equal(), rows: 4, unlabelledFrom: 2, optimizer: OptimizerKind.Sgd);
        using var byGradients = Fit(new SumOfGradients(), rows: 4, unlabelledFrom: 2, optimizer: OptimizerKind.Sgd);
        var (expected, actual) = (byLosses.Model.Network.state_dict(), byGradients.Model.Network.state_dict());
        foreach (var (name, tensor) in expected)
            TensorAssert.AreClose(tensor, actual[name], 1e-4, 1e-5);
    }

    private static MultiTaskTransformer Fit(
        LossCombiner combiner, int rows, int unlabelledFrom, List<StepProgress>? steps = null, OptimizerKind optimizer = OptimizerKind.Adam)
    {
        var view = ToyScenes.View(s_mlContext, rows, change: (i, scene) =>
        {
            if (i >= unlabelledFrom) Array.Fill(scene.Motion, DenseTask.Ignore);
        });
        return s_mlContext.MultiTask().Trainers.MultiNetPlusPlus(ToyScenes.Options with
        {
            Combiner = combiner, Optimizer = optimizer, Epochs = 1, BatchSize = 2, ShufflesRows = false, GradientClipNorm = 5, OnStep = step => steps?.Add(step),
        }).Fit(view);
    }

    private sealed class SumOfGradients : GramianCombiner
    {
        public override string Name => "SumOfGradients";

        protected override double[] Weights(double[,] gramian, IReadOnlyList<double> losses, IReadOnlyList<DenseTask> tasks) =>
            [.. losses.Select(_ => 1.0)];
    }
}
