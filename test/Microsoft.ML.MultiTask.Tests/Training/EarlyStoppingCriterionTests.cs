using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class EarlyStoppingCriterionTests
{
    private static readonly MLContext s_mlContext = new(seed: 1);

    [TestMethod]
    [DataRow("MeanIoU", 0.0, 2)]
    [DataRow("MeanIoU", 0.15, 1, DisplayName = "MeanIoU, 0.5 to 0.55 is too little")]
    [DataRow("AbsRelError", 0.0, 1)]
    [DataRow("AbsRelError", 0.3, 0, DisplayName = "AbsRelError, 0.4 to 0.3 is too little")]
    public void Metric_IsBetterByItsName(string metric, double minimum, int expected)
    {
        double[] iou = [0.4, 0.5, 0.55, 0.45], error = [0.4, 0.3, 0.35, 0.31];
        var position = Run(EarlyStoppingCriterion.Metric("A", metric), minimum, [], [.. iou.Zip(error, (i, e) => (1.0, i, e))]);
        Assert.AreEqual(expected, position.BestEpoch);
    }

    [TestMethod]
    public void Of_IsWhatOneComputes()
    {
        var criterion = EarlyStoppingCriterion.Of("Δm", epoch => epoch.ValidationMetrics["A"]["MeanIoU"] - epoch.ValidationMetrics["A"]["AbsRelError"]);
        Assert.AreEqual(("Δm", true), (criterion.Name, criterion.IsHigherBetter));
        Assert.AreEqual(1, Run(criterion, 0, [], (1, 0.1, 0.9), (1, 0.2, 0.1), (1, 0.9, 0.9)).BestEpoch);
        Assert.AreEqual(0, Run(EarlyStoppingCriterion.Of("cost", epoch => epoch.ValidationMetrics["A"]["MeanIoU"], isHigherBetter: false), 0, [], (1, 0.1, 0), (1, 0.2, 0)).BestEpoch);
    }

    [TestMethod]
    public void ValidationLoss_IsTheGeometricMean()
    {
        var record = new EpochRecord { ValidationLosses = new Dictionary<string, double> { ["A"] = 4, ["B"] = 9, ["C"] = double.NaN } };
        Assert.AreEqual(6, EarlyStoppingCriterion.ValidationLoss.Value(record, ["A", "B"]), 1e-12);
        Assert.IsFalse(EarlyStoppingCriterion.ValidationLoss.IsHigherBetter);
    }

    /// <summary>Nor where the metric itself is fine: its network has diverged.</summary>
    [TestMethod]
    public void AMetricOrLossThatIsNotFinite_IsNeverBetter_AndIsSaid()
    {
        var warnings = new List<string>();
        var position = Run(EarlyStoppingCriterion.Metric("A", "MeanIoU"), 0.1, warnings, (1, double.NaN, 0), (1, 0.2, 0), (double.NaN, 0.9, 0), (1, double.PositiveInfinity, 0));
        Assert.AreEqual(1, position.BestEpoch);
        Assert.AreSequenceEqual(
            [
                "The criterion 'A MeanIoU' became NaN in epoch 0, which therefore is not the best.",
                "The validation loss of task 'A' became NaN in epoch 2, which therefore is not the best.",
                "The criterion 'A MeanIoU' became Infinity in epoch 3, which therefore is not the best.",
            ], warnings);
    }

    [TestMethod]
    public void Fit_CriterionOfAMetric_ReturnsItsBestEpoch()
    {
        var data = ToyScenes.View(s_mlContext, 8);
        using var model = s_mlContext.MultiTask().Trainers.MultiNetPlusPlus(ToyScenes.Options with
        {
            Epochs = 5, LearningRate = 0.01, ValidationSet = ToyScenes.View(s_mlContext, 4, seed: 50),
            EarlyStopping = new EarlyStopping { Patience = 5, Criterion = EarlyStoppingCriterion.Metric("Segmentation", "PixelAccuracy") },
        }).Fit(data);
        var epochs = model.History.Epochs;
        Assert.HasCount(5, epochs);
        Assert.AreEqual(epochs.Max(epoch => epoch.ValidationMetrics["Segmentation"]["PixelAccuracy"]),
            epochs[model.History.BestEpoch].ValidationMetrics["Segmentation"]["PixelAccuracy"]);
    }

    /// <summary>It would stop after the patience, and return the first epoch's weights.</summary>
    [TestMethod]
    public void Fit_CriterionOfATaskWithoutLabels_IsAnError()
    {
        var validation = ToyScenes.View(s_mlContext, 2, change: (_, scene) => Array.Fill(scene.Motion, DenseTask.Ignore));
        var e = Assert.ThrowsExactly<InvalidOperationException>(() => s_mlContext.MultiTask().Trainers.MultiNetPlusPlus(ToyScenes.Options with
        {
            ValidationSet = validation, EarlyStopping = new EarlyStopping { Criterion = EarlyStoppingCriterion.Metric("Motion", "MovingIoU") },
        }).Fit(ToyScenes.View(s_mlContext, 2)));
        Assert.Contains("'Motion MovingIoU' cannot be measured, because option 'ValidationSet' has no label of task 'Motion'", e.Message);
    }

    [TestMethod]
    public void Fit_CriterionOfWhatIsNotTrained_IsRefusedAtOnce()
    {
        Assert.Contains("is of a task 'Lanes', but the tasks are Segmentation, Depth, Motion", Refused(EarlyStoppingCriterion.Metric("Lanes", "MeanIoU")));
        Assert.Contains("task 'Depth' has no metric 'MeanIoU', but AbsRelError, RmseError", Refused(EarlyStoppingCriterion.Metric("Depth", "MeanIoU")));
        Assert.AreEqual("taskName", Assert.ThrowsExactly<ArgumentException>(() => EarlyStoppingCriterion.Metric("", "MeanIoU")).ParamName);

        static string Refused(EarlyStoppingCriterion criterion) => Assert.ThrowsExactly<ArgumentException>(() => s_mlContext.MultiTask().Trainers.MultiNetPlusPlus(
            ToyScenes.Options with { ValidationSet = ToyScenes.View(s_mlContext, 2), EarlyStopping = new EarlyStopping { Criterion = criterion } })
            .Fit(ToyScenes.View(s_mlContext, 2))).Message;
    }

    /// <summary>Offers epochs with a loss, a MeanIoU and an AbsRelError of task A.</summary>
    private static TrainingPosition Run(EarlyStoppingCriterion criterion, double minimum, List<string> warnings, params (double Loss, double IoU, double Error)[] epochs)
    {
        using var network = nn.Linear(1, 1);
        using var best = new BestWeights(network, new EarlyStopping { Patience = 9, MinimumImprovement = minimum, Criterion = criterion }, warnings.Add);
        var position = TrainingPosition.Start(new Dictionary<string, string> { [TrainingSettings.Rows] = "1" }, 0, 1);
        foreach (var (i, epoch) in epochs.Index())
            best.Offer(position, new EpochRecord
            {
                Epoch = i,
                ValidationLosses = new Dictionary<string, double> { ["A"] = epoch.Loss },
                ValidationMetrics = new Dictionary<string, IReadOnlyDictionary<string, double>>
                {
                    ["A"] = new Dictionary<string, double> { ["MeanIoU"] = epoch.IoU, ["AbsRelError"] = epoch.Error },
                },
            }, ["A"]);
        return position;
    }
}
