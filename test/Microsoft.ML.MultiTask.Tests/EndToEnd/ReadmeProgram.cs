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
                tasks: [DenseTask.Segmentation(classCount: 13), DenseTask.Depth(), DenseTask.Motion()],
                combiner: LossCombiner.Geometric(),
                epochs: 2));                                                         // a first try; the default is 20

        var model = pipeline.Fit(split.TrainSet);
        var scored = model.Transform(split.TestSet);
        MultiTaskMetrics metrics = multiTask.Evaluate(scored);
        Console.WriteLine(metrics);                                                  // a table a person can read

        mlContext.Model.Save(model, frames.Schema, "model.zip");                     // the standard ML.NET calls, both ways
        var loaded = mlContext.Model.Load("model.zip", out _);
        using var video = multiTask.CreateStreamingEngine(loaded);
        foreach (var frame in Directory.GetFiles("clip").Order())
            Console.WriteLine($"{frame}: {video.Predict(frame).Classes("Motion").Count(c => c == 1)} moving pixels");
    }
}
