using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.MultiTask;
using Microsoft.ML.MultiTask.Reporting;

/// <summary>Trains every network of the paper's tables with every seed, and reports on the finished ones.</summary>
internal sealed class Experiment(PaperSettings settings, string root, string output, CancellationToken cancellation)
{
    private const string PredictionsExtension = ".predictions.gz";

    private static readonly string[] s_frames = ["Frame0", "Frame1"];

    private readonly MLContext _mlContext = new(seed: 1);

    /// <summary>Trains the runs that are not finished, and writes the report after each.</summary>
    /// <param name="seeds">Runs of each method.</param>
    /// <param name="atMost">Maximum number of runs to train.</param>
    internal void Run(int seeds, int atMost)
    {
        var watch = Stopwatch.StartNew();
        var data = PaperData.Load(_mlContext, settings, root);
        var known = settings with { TrainingRows = Count(data.Training), HeldOutRows = Count(data.HeldOut) };
        Say($"{known.TrainingRows} training rows, {known.HeldOutRows} held out: {data.Split}. "
            + $"Tasks: {string.Join(", ", data.Labels)}.");
        foreach (var remark in data.Remarks)
            Say(remark);
        var (training, heldOut) = Decode(data, known);
        DenseTask[] tasks = [.. data.Labels.Select(name => Task(name, data.ClassNames.Count))];

        var folder = new RunFolder<PaperSettings>(Path.Combine(output, "runs"), known);
        var shown = new ShownRows(heldOut, tasks, data.ClassNames);
        var report = new PaperReport(known, data, Guesses.Measure(tasks, heldOut), shown);
        var runs = new List<ComparedRun>();
        var jobs = (from seed in Enumerable.Range(1, seeds) from method in Method.All(data.Labels) select (method, seed)).ToArray();
        foreach (var (i, (method, seed)) in jobs.Index())
        {
            var started = watch.Elapsed;
            var run = folder.Find(method.Name, seed);
            if (run is null && atMost-- <= 0) break;
            var how = run is null ? "trained" : "found finished";
            run ??= Train(method, seed, [.. tasks.Where(task => method.Tasks.Contains(task.Name))], training, heldOut, shown, folder);
            if (run is null) return;                                    // cancelled
            runs.Add(run);
            Say($"[{i + 1}/{jobs.Length}] {method.Name}, seed {seed}: {how} in {(watch.Elapsed - started).TotalSeconds:0.0} s, "
                + $"{1000 * run.SecondsPerStep:0} ms/step; {watch.Elapsed:h\\:mm\\:ss} since the start. {Describe(run)}");
            if (how == "trained") WriteReport();
        }
        WriteReport();
        Say($"{runs.Count} of {jobs.Length} runs are finished. Report: {Path.Combine(output, "report.html")}");

        void WriteReport() =>
            Write(report.Compose(runs, jobs.Length, name => SavedPredictions.Read(folder.FileOf(name, seed: 1, PredictionsExtension))));
    }

    /// <returns>The run; null if it was cancelled.</returns>
    private ComparedRun? Train(
        Method method, int seed, DenseTask[] tasks, IDataView training, IDataView heldOut, ShownRows shown,
        RunFolder<PaperSettings> folder)
    {
        var multiTask = _mlContext.MultiTask();
        var stepSeconds = new List<double>();
        using var model = multiTask.Trainers.MultiNetPlusPlus(new MultiNetPlusPlusOptions
        {
            Tasks = tasks,
            Combiner = method.Combiner(settings),
            FrameColumnNames = s_frames[..method.Streams],
            Encoder = settings.Encoder,
            Layout = settings.Layout,
            Epochs = settings.Epochs,
            BatchSize = settings.BatchSize,
            LearningRate = settings.LearningRate,
            Schedule = settings.HasCosineSchedule ? LearningRateSchedule.Cosine() : LearningRateSchedule.Constant,
            ValidationSet = heldOut,
            Device = settings.Device,
            Threads = settings.Threads,
            Seed = seed,
            Checkpoint = folder.Unfinished(method.Name, seed).Checkpoint,
            CancellationToken = cancellation,
            OnStep = step => stepSeconds.Add(step.Seconds),
        }).Fit(training);
        if (model.History.End == TrainingEnd.Cancelled) return null;

        var scored = model.Transform(heldOut);
        SavedPredictions.Write(folder.FileOf(method.Name, seed, PredictionsExtension), shown.Predictions(scored, tasks));
        var run = new ComparedRun
        {
            Strategy = method.Name,
            Seed = seed,
            History = model.History,
            Metrics = multiTask.Evaluate(scored).ToValues(),
            SecondsPerStep = stepSeconds.Order().ElementAtOrDefault(stepSeconds.Count / 2),
        };
        folder.Save(run);
        folder.Unfinished(method.Name, seed).Finish();
        return run;
    }

    /// <summary>Decodes every image once for all runs if the decoded rows fit into half of the memory.</summary>
    private (IDataView Training, IDataView HeldOut) Decode(PaperData data, PaperSettings known)
    {
        const int BytesOfAPixel = 3 * 2 + 1 + sizeof(float) + 1;        // two frames, segmentation, depth, motion
        var loadFrames = _mlContext.MultiTask().Transforms.LoadFrames(settings.Height, settings.Width);
        var training = loadFrames.Fit(data.Training).Transform(data.Training);
        var heldOut = loadFrames.Fit(data.HeldOut).Transform(data.HeldOut);
        long bytes = (known.TrainingRows + known.HeldOutRows) * settings.Height * settings.Width * BytesOfAPixel;
        bool fits = bytes < GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2;
        var kept = fits ? "they are cached in memory" : "too much to cache, so each epoch decodes them again";
        Say($"Decoded, the rows take {bytes / 1e9:0.0} GB: {kept}.");
        return fits ? (_mlContext.Data.Cache(training), _mlContext.Data.Cache(heldOut)) : (training, heldOut);
    }

    private DenseTask Task(string name, int classCount) => name switch
    {
        "Segmentation" => DenseTask.Segmentation(classCount),
        "Depth" => DenseTask.Depth(settings.DepthScale, settings.HuberDelta),
        _ => DenseTask.Motion([1, (float)settings.MovingWeight]),
    };

    private void Write(ReportPage page)
    {
        _mlContext.MultiTask().WritePage(Path.Combine(output, "report.html"), page);
        TextFile.Replace(Path.Combine(output, "tables.md"), PaperReport.Markdown(page));
    }

    private static string Describe(ComparedRun run) => string.Join(", ", run.Metrics.Select(task =>
        $"{task.Key} {string.Join(" ", task.Value.Take(2).Select(value => FormattableString.Invariant($"{value.Value:0.000}")))}"));

    private static long Count(IDataView rows) => rows.GetRowCount() ?? rows.GetColumn<int>("FrameIndex").LongCount();

    private static void Say(string text) => Console.WriteLine(text);
}
