namespace Microsoft.ML.MultiTask.Tests;

/// <summary>The README's program, line by line; <see cref="ReadmeTests"/> holds the two together.</summary>
internal static class ReadmeProgram
{
    internal static void Run()
    {
        var mlContext = new MLContext(seed: 1);
        var multiTask = mlContext.MultiTask();

        var frames = multiTask.Data.LoadSynthia("SYNTHIA-SEQS-02-SUMMER");           // rows of paths
        var split = mlContext.Data.TrainTestSplit(frames, testFraction: 0.2);

        var pipeline = multiTask.Transforms.LoadFrames(height: 224, width: 384)
            .Append(multiTask.Trainers.MultiNetPlusPlus(
                tasks: [DenseTask.Segmentation(classCount: 13), DenseTask.Depth()],  // and DenseTask.Motion(), where the data has such labels
                combiner: LossCombiner.Geometric(),
                epochs: 2));                                                         // a first try; the default is 20

        var model = pipeline.Fit(split.TrainSet);
        var scored = model.Transform(split.TestSet);
        MultiTaskMetrics metrics = multiTask.Evaluate(scored);
        Console.WriteLine(metrics);                                                  // a table a person can read

        multiTask.Save(model, frames.Schema, "model.zip");                           // ML.NET's format, and atomic
        var loaded = multiTask.Load("model.zip", out _);
        using var video = multiTask.CreateStreamingEngine(loaded);
        foreach (var frame in Directory.GetFiles("clip").Order())
            Console.WriteLine($"{frame}: {video.Predict(frame).Quantities("Depth").Average():F1} m away on average");
    }
}
