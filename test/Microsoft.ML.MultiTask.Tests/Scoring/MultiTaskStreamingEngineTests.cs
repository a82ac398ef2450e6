namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class MultiTaskStreamingEngineTests
{
    private const int Rows = 4;

    /// <summary>A video of 5 frames, scored frame by frame and as rows of pairs: the same to 1e-5 of the largest value.</summary>
    [TestMethod]
    public void Predict_Video_EqualsRowsOfPairs()
    {
        var mlContext = new MLContext(seed: 1);
        var multiTask = mlContext.MultiTask();
        using var model = multiTask.Trainers.MultiNetPlusPlus(ToyScenes.Options).Fit(ToyScenes.View(mlContext, 16));
        byte[][] clip = [.. MultiTaskTransformerTests.Column<byte>(ToyScenes.View(mlContext, Rows + 1, seed: 3), "Frame0")];
        var pairs = ToyScenes.View(mlContext, Rows, change: (i, scene) => (scene.Frame0, scene.Frame1) = (clip[i + 1], clip[i]));
        var depths = MultiTaskTransformerTests.Column<float>(model.Transform(pairs), "PredictedDepth");
        var classes = MultiTaskTransformerTests.Column<byte>(model.Transform(pairs), "PredictedSegmentation");

        using var video = multiTask.CreateStreamingEngine(model);
        video.Predict(clip[0]);
        for (int i = 0; i < Rows; i++)
        {
            var prediction = video.Predict(clip[i + 1]);
            float largest = depths[i].Max();
            for (int p = 0; p < depths[i].Length; p++)
                Assert.AreEqual(depths[i][p], prediction.Quantities("Depth")[p], 1e-5f * largest);
            Assert.IsLessThan(3, classes[i].Zip(prediction.Classes("Segmentation")).Count(pair => pair.First != pair.Second));   // ties may fall either way
        }
    }

    [TestMethod]
    public void Predict_FirstFrame_StandsInForTheMissingOnes_AndResetStartsAnew()
    {
        var mlContext = new MLContext(seed: 1);
        var multiTask = mlContext.MultiTask();
        using var model = multiTask.Trainers.MultiNetPlusPlus(ToyScenes.Options with { Epochs = 1 }).Fit(ToyScenes.View(mlContext, 4));
        var clip = MultiTaskTransformerTests.Column<byte>(ToyScenes.View(mlContext, 2), "Frame0");
        using var video = multiTask.CreateStreamingEngine(model);
        var first = video.Predict(clip[0]).Quantities("Depth");
        var repeated = video.Predict(clip[0]).Quantities("Depth");
        Assert.AreSequenceEqual(first, repeated);
        video.Predict(clip[1]);
        video.Reset();
        Assert.AreSequenceEqual(first, video.Predict(clip[0]).Quantities("Depth"));
    }

    [TestMethod]
    public void Predict_50Frames_LeavesNoTensor()
    {
        using var model = UntrainedModel.Transformer();
        var frames = MultiTaskTransformerTests.Column<byte>(ToyScenes.View(new MLContext(1), 5), "Frame0");
        long before = LiveTensors.OfThisThread;
        using (var video = new MultiTaskStreamingEngine(model, options: null))
        {
            for (int i = 0; i < 2; i++)
                video.Predict(frames[i]);                                   // both streams are kept, and the network is folded
            long kept = LiveTensors.OfThisThread;
            for (int i = 0; i < 50; i++)
            {
                video.Predict(frames[i % frames.Length]);
                Assert.AreEqual(kept, LiveTensors.OfThisThread);
            }
            video.Reset();
            Assert.AreEqual(kept - 2 * 3, LiveTensors.OfThisThread);                     // two pyramids of three levels
        }
        model.Dispose();
        Assert.IsLessThan(before, LiveTensors.OfThisThread);
    }

    [TestMethod]
    public void Predict_WrongLengthOrTask_IsNamed()
    {
        var mlContext = new MLContext(seed: 1);
        var multiTask = mlContext.MultiTask();
        using var model = multiTask.Trainers.MultiNetPlusPlus(ToyScenes.Options with { Epochs = 1 }).Fit(ToyScenes.View(mlContext, 2));
        using var video = multiTask.CreateStreamingEngine(model);
        Assert.Contains("3 x 32 x 64 = 6144 bytes, but was 5", Assert.ThrowsExactly<ArgumentException>(() => video.Predict(new byte[5])).Message);
        var prediction = video.Predict(new byte[6144]);
        Assert.Contains("No task named 'Depth' predicts classes", Assert.ThrowsExactly<ArgumentException>(() => prediction.Classes("Depth")).Message);
        Assert.AreEqual("BatchSize", Assert.ThrowsExactly<ArgumentException>(() => multiTask.CreateStreamingEngine(model, new ScoringOptions { BatchSize = 0 })).ParamName);
        Assert.Contains("contains 0", Assert.ThrowsExactly<ArgumentException>(() => multiTask.CreateStreamingEngine(mlContext.Transforms.CopyColumns("a", "Depth").Fit(ToyScenes.View(mlContext, 1)))).Message);
    }
}
