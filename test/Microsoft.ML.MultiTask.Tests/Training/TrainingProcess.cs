using System.Diagnostics;
using System.Security.Cryptography;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Trainings in a process of their own, whose weights are compared.</summary>
internal static class TrainingProcess
{
    private const int Rows = 6;

    private static readonly (string Name, LearningRateSchedule Schedule)[] s_schedules =
    [
        ("constant", LearningRateSchedule.Constant), ("cosine", LearningRateSchedule.Cosine()), ("warm-up", LearningRateSchedule.Cosine(1)),
        ("polynomial", LearningRateSchedule.Polynomial()), ("step", LearningRateSchedule.Step(1)),
    ];

    private static readonly (string Name, Func<MLContext, IDataView> View)[] s_views =
    [
        ("known count", mlContext => ToyScenes.View(mlContext, Rows)),
        ("unknown count", Filtered),
        ("cached", mlContext => mlContext.Data.Cache(ToyScenes.View(mlContext, Rows))),
        ("filtered and cached", mlContext => mlContext.Data.Cache(Filtered(mlContext))),
        ("shuffled", mlContext => mlContext.Data.ShuffleRows(mlContext.Data.Cache(ToyScenes.View(mlContext, Rows)), seed: 3)),
        ("split", mlContext => mlContext.Data.Cache(mlContext.Data.TrainTestSplit(ToyScenes.View(mlContext, Rows), 0.2, seed: 3).TrainSet)),
    ];

    /// <summary>A line for each schedule and view: its name, and the hash of the weights.</summary>
    internal static void PrintWeights()
    {
        var mlContext = new MLContext(seed: 1);
        foreach (var (schedule, factor) in s_schedules)
        {
            foreach (var (name, view) in s_views)
            {
                var options = Options with
                {
                    Tasks = [DenseTask.Segmentation(ToyScenes.Classes)],
                    FrameColumnNames = ["Frame0"],
                    Schedule = factor,
                    LoaderThreads = name == "shuffled" ? 1 : 2,
                };
                using var model = mlContext.MultiTask().Trainers.MultiNetPlusPlus(options).Fit(view(mlContext));
                Console.WriteLine($"{schedule}, {name}: {Hash(model)}");
            }
        }
    }

    /// <summary>Trains with a checkpoint after every other step, or continues; prints a line after each step, and the hash of the weights in the end.</summary>
    internal static void TrainWithCheckpoints(string folder)
    {
        var mlContext = new MLContext(seed: 1);
        mlContext.Log += (_, e) =>
        {
            if (e.RawMessage.Contains("Continuing from", StringComparison.Ordinal) || e.RawMessage.Contains("passed over", StringComparison.Ordinal))
                Console.WriteLine(e.RawMessage);
        };
        var data = mlContext.Data.Cache(ToyScenes.View(mlContext, Rows));
        var options = Options with
        {
            Epochs = 4,
            Combiner = LossCombiner.DbMtl(),
            Schedule = LearningRateSchedule.Cosine(1),
            Checkpoint = new CheckpointOptions(folder, CheckpointInterval.Steps(2)) { Resumes = true },
            OnStep = step => Console.WriteLine($"epoch {step.Epoch}, step {step.Step}"),
        };
        using var model = mlContext.MultiTask().Trainers.MultiNetPlusPlus(options).Fit(data);
        Console.WriteLine($"weights {Hash(model)}");
    }

    /// <summary>Starts this program.</summary>
    internal static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(TrainingProcess).Assembly.Location, .. arguments]) { RedirectStandardOutput = true };
        return Process.Start(start)!;
    }

    private static MultiNetPlusPlusOptions Options => ToyScenes.Options with { Epochs = 1 };

    private static IDataView Filtered(MLContext mlContext) =>
        mlContext.Data.FilterByCustomPredicate<ToyScenes.Scene>(
            mlContext.Data.LoadFromEnumerable(Enumerable.Range(0, Rows + 2).Select(i => ToyScenes.Create(new Random(i))).ToArray(),
                ToyScenes.Definition(ToyScenes.Height, ToyScenes.Width)),
            scene => scene.Motion.Contains((byte)1));

    private static string Hash(MultiTaskTransformer model)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (_, tensor) in model.Model.Network.state_dict())
        {
            using var contiguous = tensor.contiguous();
            hash.AppendData(contiguous.bytes);
        }
        return Convert.ToHexString(hash.GetHashAndReset())[..16];
    }
}
