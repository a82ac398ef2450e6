using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.MultiTask;
using Microsoft.ML.MultiTask.Reporting;

/// <summary>Trains the same network with each strategy and seed, and each task alone, and writes a table and a page.</summary>
internal sealed class Comparison(CompareOptions options, string output, string streets, CancellationToken cancellation)
{
    private readonly MLContext _mlContext = new(seed: 1);

    /// <summary>Trains the runs that are not finished, and writes the table and the page after each.</summary>
    internal void Run(IReadOnlyList<Strategy> strategies, IReadOnlyList<int> seeds)
    {
        var multiTask = _mlContext.MultiTask();
        var frames = LoadRows(multiTask);
        var known = options with { Rows = frames.GetColumn<int>("FrameIndex").LongCount() };
        var split = HeldOutRows.Split(_mlContext, frames, options.ValidationFraction);
        Console.WriteLine($"{known.Rows} rows; held out: {split.Description}.");

        // Decodes every image once for all runs.
        var loadFrames = multiTask.Transforms.LoadFrames(options.Height, options.Width);
        var training = _mlContext.Data.Cache(loadFrames.Fit(split.Training).Transform(split.Training));
        var heldOut = _mlContext.Data.Cache(loadFrames.Fit(split.HeldOut).Transform(split.HeldOut));

        DenseTask[] tasks = [DenseTask.Segmentation(ClassLabelEncoding.Synthia.ClassCount), DenseTask.Depth(), DenseTask.Motion([1, 4])];
        var jobs = (from seed in seeds
                    from job in tasks.Select(task => new Job($"{task.Name} alone", seed, [task], LossCombiner.Equal()))
                        .Concat(strategies.Select(strategy => new Job(strategy.Text, seed, tasks, strategy.Combiner)))
                    select job).ToArray();
        var folder = new RunFolder<CompareOptions>(Path.Combine(output, "runs"), known);
        var (single, shared) = (new List<ComparedRun>(), new List<ComparedRun>());
        foreach (var (i, job) in jobs.Index())
        {
            var run = folder.Find(job.Name, job.Seed);
            var how = run is null ? "trained" : "found finished";
            run ??= Train(multiTask, job, training, heldOut, folder.Unfinished(job.Name, job.Seed));
            if (run is null) return;                                    // cancelled
            folder.Save(run);
            folder.Unfinished(job.Name, job.Seed).Finish();
            (job.Tasks.Count == 1 ? single : shared).Add(run);
            Console.WriteLine(FormattableString.Invariant(
                $"[{i + 1}/{jobs.Length}] {job.Name}, seed {job.Seed}: {how}, {1000 * run.SecondsPerStep:0} ms/step"));
            Write(multiTask, new StrategyComparison
            {
                Title = "Strategies compared",
                Settings = Settings(known, split.Description),
                Runs = shared,
                SingleTaskRuns = single,
            });
        }
        Console.WriteLine(File.ReadAllText(Path.Combine(output, "comparison.md")));
    }

    private IDataView LoadRows(MultiTaskCatalog multiTask)
    {
        if (options.Data is null)
            multiTask.Data.GenerateStreets(streets, new StreetsOptions
            {
                Sequences = options.Sequences,
                FramesPerSequence = options.FramesPerSequence,
                Height = options.Height,
                Width = options.Width,
                Seed = 1,
                Threads = options.Threads,
            });
        return multiTask.Data.LoadSynthia(options.Data ?? streets);
    }

    /// <returns>The run; null if it was cancelled.</returns>
    private ComparedRun? Train(MultiTaskCatalog multiTask, Job job, IDataView training, IDataView heldOut, UnfinishedRun unfinished)
    {
        var stepSeconds = new List<double>();
        long last = 0;
        using var model = multiTask.Trainers.MultiNetPlusPlus(new MultiNetPlusPlusOptions
        {
            Tasks = job.Tasks,
            Combiner = job.Combiner,
            Encoder = options.Encoder,
            Epochs = options.Epochs,
            BatchSize = options.BatchSize,
            LearningRate = options.LearningRate,
            Schedule = LearningRateSchedule.Cosine(),
            ValidationSet = heldOut,
            Device = options.Device,
            Threads = options.Threads,
            Seed = job.Seed,
            Checkpoint = unfinished.Checkpoint,
            CancellationToken = cancellation,
            OnStep = step =>
            {
                if (step.Step > 0) stepSeconds.Add(Stopwatch.GetElapsedTime(last).TotalSeconds);
                last = Stopwatch.GetTimestamp();
            },
        }).Fit(training);
        if (model.History.End == TrainingEnd.Cancelled) return null;

        return new ComparedRun
        {
            Strategy = job.Name,
            Seed = job.Seed,
            History = model.History,
            Metrics = multiTask.Evaluate(model.Transform(heldOut)).ToValues(),
            SecondsPerStep = stepSeconds.Order().ElementAtOrDefault(stepSeconds.Count / 2),
        };
    }

    private void Write(MultiTaskCatalog multiTask, StrategyComparison comparison)
    {
        multiTask.WriteComparison(Path.Combine(output, "comparison.html"), comparison);
        TextFile.Replace(Path.Combine(output, "comparison.md"), Table.Render(comparison));
    }

    private static IReadOnlyList<KeyValuePair<string, string>> Settings(CompareOptions options, string heldOut) =>
    [
        new("Data", options.Data ?? $"{options.Sequences} generated sequences of {options.FramesPerSequence} frames"),
        new("Frames", $"{options.Height} × {options.Width} pixels"),
        new("Held out", heldOut),
        new("Network", $"{options.Encoder}, 2 streams"),
        new("Epochs and batch", $"{options.Epochs}, {options.BatchSize} rows"),
        new("Learning rate", FormattableString.Invariant($"{options.LearningRate:G4}, cosine")),
    ];

    private sealed record Job(string Name, int Seed, IReadOnlyList<DenseTask> Tasks, LossCombiner Combiner);
}
