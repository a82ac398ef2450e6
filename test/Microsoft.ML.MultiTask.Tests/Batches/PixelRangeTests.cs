using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Frames of 0 to 1 where 0 to 255 are expected: one warning, with the column.</summary>
[TestClass]
public sealed class PixelRangeTests
{
    [TestMethod]
    [DataRow("Frame0", "0 to 0.9", true, "Column 'Frame0', row 0: pixels are from 0 to 0.9, but from 0 to 255 is expected. Multiply them by 255")]
    [DataRow("Frame1", "0 to 0.9", true, "Column 'Frame1', row 0: pixels are from 0 to 0.9")]
    [DataRow("Frame0", "-1 to 1", true, "pixels are from -1 to 1,")]
    [DataRow("Frame0", "0 to 255", true, null)]
    [DataRow("Frame0", "0 to 1, whole", true, null, DisplayName = "a black frame with noise")]
    [DataRow("Frame0", "0 to 0.9", false, null, DisplayName = "a normalisation of 0 to 1")]
    public void FitAndScore_FloatFrames_WarnOnce(string column, string range, bool scales, string? expected)
    {
        var mlContext = new MLContext(seed: 1);
        var log = new Messages(mlContext);
        var options = new MultiNetPlusPlusOptions
        {
            Tasks = [DenseTask.Motion()], Encoder = EncoderArchitecture.ResNet18, Epochs = 2, BatchSize = 2, ShufflesRows = false,
            Normalization = scales ? PixelNormalization.ImageNet : new() { Scale = 1 },
        };
        var view = View(mlContext, 2, column, range);
        using var model = mlContext.MultiTask().Trainers.MultiNetPlusPlus(options).Fit(view);
        Check(1);

        for (int i = 0; i < 2; i++)
            MultiTaskTransformerTests.Column<byte>(model.Transform(view), "PredictedMotion");
        Check(2);

        void Check(int count)
        {
            Assert.HasCount(expected is null ? 0 : count, log.Warnings, string.Join('\n', log.Warnings));
            if (expected is not null) Assert.Contains(expected, log.Warnings[^1]);
        }
    }

    [TestMethod]
    public void PredictionAndStreamingEngine_FramesOf0To1_WarnOnceForAModel()
    {
        var mlContext = new MLContext(seed: 1);
        var log = new Messages(mlContext);
        using (var model = new MultiTaskTransformer(UntrainedModel.Network(), new TrainingHistory(), mlContext))
        {
            var engine = mlContext.Model.CreatePredictionEngine<FloatScene, Prediction>(
                model, new PredictionEngineOptions { OwnsTransformer = false, InputSchemaDefinition = Definition() });
            for (int i = 0; i < 2; i++)
                engine.Predict(Scene("Frame1", "0 to 0.9"));
            using var same = model.With(new ScoringOptions { BatchSize = 1 });
            MultiTaskTransformerTests.Column<byte>(same.Transform(View(mlContext, 2, "Frame1", "0 to 0.9")), "PredictedMotion");
        }
        Assert.Contains("Column 'Frame1', row 0: pixels are from 0 to 0.9, but", log.Warnings.Single());

        using (var model = new MultiTaskTransformer(UntrainedModel.Network(), new TrainingHistory(), mlContext))
        using (var video = mlContext.MultiTask().CreateStreamingEngine(model))
            for (int i = 0; i < 2; i++)
                video.Predict(Scene("Frame0", "0 to 0.9").Frame0);
        Assert.HasCount(2, log.Warnings);
        Assert.Contains("The frame given to MultiTaskStreamingEngine: pixels are from 0 to 0.9, but", log.Warnings[1]);
    }

    private static IDataView View(MLContext mlContext, int rows, string column, string range) =>
        mlContext.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(_ => Scene(column, range)).ToArray(), Definition());

    private static SchemaDefinition Definition()
    {
        var definition = SchemaDefinition.Create(typeof(FloatScene));
        foreach (string frame in new[] { "Frame0", "Frame1" })
            definition[frame].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 3, ToyScenes.Height, ToyScenes.Width);
        definition["Motion"].ColumnType = new VectorDataViewType(NumberDataViewType.Byte, ToyScenes.Height, ToyScenes.Width);
        return definition;
    }

    private static FloatScene Scene(string column, string range)
    {
        var scene = ToyScenes.Create(new Random(1));
        float[] Plain(byte[] frame) => Array.ConvertAll(frame, b => (float)b);
        float[] Scaled(byte[] frame) => range switch
        {
            "0 to 0.9" => [0, .. frame.Skip(2).Select(b => b / 300f), 0.9f],
            "-1 to 1" => [-1, .. frame.Skip(2).Select(b => b / 150f - 1), 1],
            "0 to 1, whole" => [.. frame.Select(b => b / 200f >= 1 ? 1f : 0f)],
            _ => Plain(frame),
        };
        return new FloatScene
        {
            Frame0 = column == "Frame0" ? Scaled(scene.Frame0) : Plain(scene.Frame0),
            Frame1 = column == "Frame1" ? Scaled(scene.Frame1) : Plain(scene.Frame1),
            Motion = [1, .. scene.Motion[1..]],                             // two classes
        };
    }

    private sealed class FloatScene
    {
        public float[] Frame0 { get; set; } = [];
        public float[] Frame1 { get; set; } = [];
        public byte[] Motion { get; set; } = [];
    }

    private sealed class Prediction
    {
        [VectorType(ToyScenes.Height, ToyScenes.Width)]
        public byte[] PredictedMotion { get; set; } = [];
    }
}
