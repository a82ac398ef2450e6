namespace Microsoft.ML.MultiTask.Tests;

/// <summary>The main job in small: streets on disk, trained, evaluated on held-out rows, saved, loaded and streamed.</summary>
[TestClass]
public sealed class StreetsTests
{
    private const int Height = 64;
    private const int Width = 96;

    [TestMethod]
    public void Streets_TrainedOnDisk_BeatsChanceOnEveryTask_AndComesBackFromItsFile()
    {
        var folder = Directory.CreateTempSubdirectory("streets");
        try
        {
            var mlContext = new MLContext(seed: 1);
            var multiTask = mlContext.MultiTask();
            multiTask.Data.GenerateStreets(folder.FullName, new StreetsOptions { Sequences = 4, FramesPerSequence = 16, Height = Height, Width = Width, Seed = 3 });
            var frames = multiTask.Data.LoadSynthia(folder.FullName);
            var split = mlContext.Data.TrainTestSplit(frames, testFraction: 0.25);
            var pipeline = multiTask.Transforms.LoadFrames(Height, Width)
                .AppendCacheCheckpoint(mlContext)
                .Append(multiTask.Trainers.MultiNetPlusPlus(new MultiNetPlusPlusOptions
                {
                    Tasks = [DenseTask.Segmentation(classCount: 13), DenseTask.Depth(), DenseTask.Motion(classWeights: [1, 4])],
                    Encoder = EncoderArchitecture.ResNet18,
                    Epochs = 8,
                    BatchSize = 4,
                    LearningRate = 1e-3,
                    Seed = 1,
                }));
            using var model = pipeline.Fit(split.TrainSet);
            var metrics = multiTask.Evaluate(model.Transform(split.TestSet));

            Assert.IsGreaterThan(LargestClassShare(split.TestSet), metrics.Segmentation.PixelAccuracy);
            Assert.IsGreaterThan(0.25, metrics.Depth.Delta1Accuracy);
            Assert.IsGreaterThan(AlwaysMovingIoU(split.TestSet), metrics.Motion.MovingIoU);

            var path = Path.Combine(folder.FullName, "model.zip");
            multiTask.Save(model, frames.Schema, path);
            var loaded = mlContext.Model.Load(path, out _);
            Assert.AreEqual(metrics.ToJson(), multiTask.Evaluate(loaded.Transform(split.TestSet)).ToJson());

            using var video = multiTask.CreateStreamingEngine(loaded);
            foreach (string frame in Directory.GetFiles(folder.FullName, "00000?.png", SearchOption.AllDirectories).Where(f => f.Contains("RGB", StringComparison.Ordinal)).Order().Take(3))
                Assert.HasCount(Height * Width, video.Predict(frame).Classes("Segmentation"));
            (loaded as IDisposable)?.Dispose();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static double LargestClassShare(IDataView rows) =>
        Labels(rows, "Segmentation").CountBy(c => c).Max(p => p.Value) / (double)Labels(rows, "Segmentation").Count();

    private static double AlwaysMovingIoU(IDataView rows) =>
        Labels(rows, "Motion").Average(m => (double)m);

    private static IEnumerable<byte> Labels(IDataView rows, string column)
    {
        var loader = new MLContext().MultiTask().Transforms.LoadFrames(Height, Width).Fit(rows);
        return MultiTaskTransformerTests.Column<byte>(loader.Transform(rows), column).SelectMany(row => row).Where(label => label != DenseTask.Ignore);
    }
}
