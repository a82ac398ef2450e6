using Microsoft.ML.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Tasks as users derive them: of several channels, of any kind, and wrong ones.</summary>
[TestClass]
public sealed class DerivedTaskTests
{
    private static readonly MLContext s_mlContext = new(seed: 1);

    /// <summary>Trained, scored, streamed and evaluated in one process, without a word to Register.</summary>
    [TestMethod]
    public void TaskOfSeveralChannels_WorksFromTrainingToMetrics_WithoutRegister()
    {
        var view = s_mlContext.Transforms.Conversion.ConvertType("Color", "Frame0", DataKind.Single).Fit(ToyScenes.View(s_mlContext, 6))
            .Transform(ToyScenes.View(s_mlContext, 6));
        var multiTask = s_mlContext.MultiTask();
        var losses = new List<double>();
        using var model = multiTask.Trainers.MultiNetPlusPlus(ToyScenes.Options with
        {
            Tasks = [new ColorTask(), DenseTask.Motion()], Epochs = 4, BatchSize = 2, ValidationSet = view, OnEpoch = record => losses.Add(record.ValidationLosses["Color"]),
        }).Fit(view);
        Assert.IsLessThan(losses[0], losses[^1]);

        var scored = model.Transform(view);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, 3, ToyScenes.Height, ToyScenes.Width), scored.Schema["PredictedColor"].Type);
        Assert.IsInstanceOfType<ColorTask>(scored.Schema["PredictedColor"].GetPredictedTask());
        var predicted = MultiTaskTransformerTests.Column<float>(scored, "PredictedColor");
        var labels = MultiTaskTransformerTests.Column<float>(view, "Color");
        double error = predicted.Zip(labels).SelectMany(row => row.First.Zip(row.Second)).Average(pixel => Math.Abs(pixel.First - pixel.Second));
        var metrics = multiTask.Evaluate(scored);
        Assert.AreEqual(error, ((ColorMetrics)metrics["Color"]).MeanError, 1e-3);
        Assert.AreEqual(6 * ToyScenes.Height * ToyScenes.Width, metrics["Color"].LabelledPixels);
        Assert.AreEqual(error, model.History.Epochs[^1].ValidationMetrics["Color"]["MeanError"], 1e-2);

        using var video = multiTask.CreateStreamingEngine(model);
        Assert.HasCount(predicted[0].Length, video.Predict(MultiTaskTransformerTests.Column<byte>(view, "Frame0")[0]).Quantities("Color"));
    }

    public static IEnumerable<TestDataRow<(FaultyTask, string)>> Faults =>
    [
        new((new FaultyTask { Predicted = output => output.argmax(1) }, "Predict must return Byte [1, 32, 64], as column 'PredictedFaulty' holds it, but returned Int64 [1, 32, 64]"))
            { DisplayName = "int64 predictions" },
        new((new FaultyTask("Depth") { Predicted = output => output.select(1, 0).to(ScalarType.Float64), Item = NumberDataViewType.Single },
            "Predict must return Float32 [1, 32, 64], as column 'PredictedFaulty' holds it, but returned Float64 [1, 32, 64]")) { DisplayName = "float64 predictions" },
        new((new FaultyTask { Predicted = output => output.to(ScalarType.Byte) }, "but returned Byte [1, 2, 32, 64]")) { DisplayName = "a prediction of each channel" },
        new((new FaultyTask { Predicted = output => zeros(1, 16, 32, ScalarType.Byte) }, "but returned Byte [1, 16, 32]")) { DisplayName = "smaller predictions" },
        new((new FaultyTask { Loses = (output, _) => output.select(1, 0).abs() }, "Loss must return a floating-point scalar, but returned Float32 [2, 32, 64]"))
            { DisplayName = "a loss of each pixel" },
        new((new FaultyTask { Loses = (output, _) => tensor(output.mean().item<float>()) }, "Loss must be differentiable")) { DisplayName = "a detached loss" },
        new((new FaultyTask { Loses = (output, label) => (output.argmax(1) == label).sum() }, "Loss must return a floating-point scalar, but returned Int64 []"))
            { DisplayName = "a loss that is a count" },
        new((new FaultyTask { Item = NumberDataViewType.Double }, "ItemType must be Byte or Single, but was Double")) { DisplayName = "double labels" },
        new((new FaultyTask { Targets = 0 }, "TargetChannels and OutputChannels must be at least 1, but were 0 and 2")) { DisplayName = "no channel" },
        new((new FaultyTask { OfKind = "Depth" }, "Kind must be a name of its own, but was 'Depth'")) { DisplayName = "the kind of another task" },
    ];

    [TestMethod]
    [DynamicData(nameof(Faults))]
    public void Fit_TaskThatReturnsWhatDoesNotFit_NamesItBeforeAnyStep(FaultyTask task, string expected)
    {
        int steps = 0;
        var trainer = s_mlContext.MultiTask().Trainers.MultiNetPlusPlus(ToyScenes.Options with { Tasks = [task], Epochs = 1, BatchSize = 2, OnStep = _ => steps++ });
        var e = Assert.ThrowsExactly<InvalidOperationException>(() => trainer.Fit(ToyScenes.View(s_mlContext, 2)));
        Assert.Contains("Task 'Faulty' (FaultyTask): ", e.Message);
        Assert.Contains(expected, e.Message);
        Assert.AreEqual(0, steps);
    }

    /// <summary>A metric for one number per pixel beside a task of three.</summary>
    [TestMethod]
    public void Evaluate_MetricThatTakesOtherShapes_NamesTask()
    {
        var task = new FaultyTask("Frame0") { Targets = 3, Predicted = output => zeros(output.shape[0], 3, 32, 64, ScalarType.Byte), Measure = () => new DepthMetric() };
        using var model = new MultiTaskTransformer(new MultiTaskModel(UntrainedModel.Settings(), [task], CPU, seed: 1), new TrainingHistory());
        var e = Assert.ThrowsExactly<InvalidOperationException>(() => s_mlContext.MultiTask().Evaluate(model.Transform(ToyScenes.View(s_mlContext, 1))));
        Assert.Contains("Task 'Faulty': its DepthMetric does not take the values of 'PredictedFaulty' and 'Frame0': The label must be [N, H, W], but was [1, 3, 32, 64]", e.Message);
    }

    /// <summary>A prediction that depends on the rows is still checked where it is put into a column.</summary>
    [TestMethod]
    public void Transform_PredictionThatDoesNotFit_IsNotCutIntoBytes()
    {
        var task = new FaultyTask { Predicted = output => output.argmax(1) };
        var settings = UntrainedModel.Settings();
        using var model = new MultiTaskTransformer(new MultiTaskModel(settings, [task], CPU, seed: 1), new TrainingHistory());
        var scored = model.Transform(ToyScenes.View(s_mlContext, 1));
        Assert.Contains("Int64", Assert.ThrowsExactly<InvalidOperationException>(() => MultiTaskTransformerTests.Column<byte>(scored, "PredictedFaulty")).Message);
        using var video = new MultiTaskStreamingEngine(model, options: null);
        Assert.Contains("Int64", Assert.ThrowsExactly<InvalidOperationException>(() => video.Predict(new byte[6144])).Message);
    }

    /// <summary>A task of two classes that can be made to return what does not fit.</summary>
    public sealed class FaultyTask(string label = "Motion") : DenseTask("Faulty", label)
    {
        internal Func<Tensor, Tensor> Predicted { get; init; } = output => output.argmax(1).to(ScalarType.Byte);

        internal Func<Tensor, Tensor, Tensor> Loses { get; init; } = (output, label) => nn.functional.cross_entropy(output, label.to(ScalarType.Int64), ignore_index: Ignore);

        internal PrimitiveDataViewType Item { get; init; } = NumberDataViewType.Byte;

        internal int Targets { get; init; } = 1;

        internal Func<TaskMetric> Measure { get; init; } = () => new MotionMetric();

        internal string? OfKind { get; init; }

        public override int OutputChannels => 2;

        public override int TargetChannels => Targets;

        public override LossForm LossForm => LossForm.Classification;

        public override PrimitiveDataViewType ItemType => Item;

        protected override string Kind => OfKind ?? "Faulty";

        public override Tensor Loss(Tensor output, Tensor label) => Loses(output, label);

        public override Tensor Predict(Tensor output) => Predicted(output);

        public override TaskMetric CreateMetric() => Measure();
    }
}
