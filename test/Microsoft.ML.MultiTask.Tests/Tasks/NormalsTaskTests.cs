using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>The task of docs/tasks.md with three channels and a metric of its own.</summary>
[TestClass]
public sealed class NormalsTaskTests
{
    /// <summary>A right angle, no angle at another length, and a pixel without a label.</summary>
    [TestMethod]
    public void LossAndMetric_AreCosinesAndAngles()
    {
        using var scope = NewDisposeScope();
        var output = tensor(new[] { 0f, 3f, 1f, 2f, 0f, 1f, 0f, 0f, 1f }).reshape(1, 3, 1, 3);                // columns are pixels
        var label = tensor(new[] { 1f, 1f, float.NaN, 0f, 0f, 0f, 0f, 0f, 0f }).reshape(1, 3, 1, 3);
        var task = new NormalsTask();
        Assert.AreEqual((1 + 0) / 2.0, task.Loss(output, label).item<float>(), 1e-6);
        var metric = task.CreateMetric();
        metric.Update(task.Predict(output), label);
        var result = (AngleMetrics)metric.Compute();
        Assert.AreEqual(2, result.LabelledPixels);
        Assert.AreEqual((90 + 0) / 2.0, result.MeanAngleError, 0.05);
    }

    [TestMethod]
    public void Normals_AreTrainedAndMeasured()
    {
        var mlContext = new MLContext(seed: 1);
        const int Plane = ToyScenes.Height * ToyScenes.Width;
        var rows = Enumerable.Range(0, 8).Select(i => ToyScenes.Create(new Random(i))).Select(scene => new Row
        {
            Frame0 = scene.Frame0,
            Normals = [.. Enumerable.Range(0, 3 * Plane).Select(i => scene.Segmentation[i % Plane] == 0 ? float.NaN : i / Plane == scene.Segmentation[i % Plane] ? 1f : 0f)],
        });
        var definition = SchemaDefinition.Create(typeof(Row));
        definition[nameof(Row.Frame0)].ColumnType = new VectorDataViewType(NumberDataViewType.Byte, 3, ToyScenes.Height, ToyScenes.Width);
        definition[nameof(Row.Normals)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 3, ToyScenes.Height, ToyScenes.Width);
        var data = mlContext.Data.LoadFromEnumerable(rows, definition);
        using var model = mlContext.MultiTask().Trainers.MultiNetPlusPlus(ToyScenes.Options with
        {
            Tasks = [new NormalsTask()], FrameColumnNames = ["Frame0"], Epochs = 12, BatchSize = 2, LearningRate = 3e-3,
        }).Fit(data);
        var metrics = (AngleMetrics)mlContext.MultiTask().Evaluate(model.Transform(data))["Normals"];
        Assert.IsLessThan(15, metrics.MeanAngleError);
        Assert.IsGreaterThan(1000, metrics.LabelledPixels);
    }

    private sealed class Row
    {
        public byte[] Frame0 { get; set; } = [];

        public float[] Normals { get; set; } = [];
    }
}
