using Microsoft.ML;
using Microsoft.ML.MultiTask;

/// <summary>Trains a few steps at one <see cref="ScalePoint"/>.</summary>
internal static class ScaleJob
{
    internal static IReadOnlyDictionary<string, double> Run(JobOptions job, ScalePoint point)
    {
        var mlContext = new MLContext(seed: 1);
        if (point.Rows > 0) LongSequence(job, point);
        double start = Job.Now;
        var rows = Rows(mlContext, job, point);
        double opened = Job.Now;
        using var enough = new CancellationTokenSource();
        var steps = new List<StepProgress>();
        using var model = mlContext.MultiTask().Trainers.MultiNetPlusPlus(Job.Options(job) with
        {
            Tasks = [.. Enumerable.Range(0, point.Tasks).Select(Task)],
            BatchSize = point.Batch,
            LoaderThreads = Math.Max(1, point.LoaderThreads),
            Epochs = int.MaxValue,
            ShufflesRows = point.Rows == 0,
            CancellationToken = enough.Token,
            OnStep = step =>
            {
                steps.Add(step);
                if (steps.Count == 1 + job.Repetitions) enough.Cancel();
            },
        }).Fit(rows);
        return new Dictionary<string, double>
        {
            ["ms_per_step"] = 1e3 * Median.Of(steps.Skip(1).Select(step => step.Seconds)),
            ["wait_ms"] = 1e3 * Median.Of(steps.Skip(1).Select(step => step.WaitSeconds)),
            ["open_ms"] = opened - start,
            ["peak_rss_mib"] = ProcessMemory.PeakMib,
        };
    }

    // As many images as the steps and the batches read ahead can want.
    private static string LongSequence(JobOptions job, ScalePoint point) =>
        BenchmarkData.LongSequence(job, point.Rows + point.Streams - 1, real: 64);

    private static DenseTask Task(int index) => (index % 3) switch
    {
        0 => DenseTask.Segmentation(JobOptions.Classes, name: $"Segmentation{index}", labelColumnName: "Segmentation"),
        1 => DenseTask.Depth(name: $"Depth{index}", labelColumnName: "Depth"),
        _ => DenseTask.Motion(name: $"Motion{index}", labelColumnName: "Motion"),
    };

    private static IDataView Rows(MLContext mlContext, JobOptions job, ScalePoint point)
    {
        var data = mlContext.MultiTask().Data;
        var rows = point.Rows > 0
            ? data.LoadFrameFolders(LongSequence(job, point), new FrameFolderOptions { Streams = point.Streams, Segmentation = ClassLabelEncoding.Synthia })
            : data.LoadSynthia(job.Data, new SynthiaOptions { Streams = point.Streams });
        var loadFrames = new LoadFramesOptions
        {
            Height = point.Height,
            Width = point.Width,
            CacheFolder = point.LoaderThreads + point.Rows == 0 ? job.DecodedFolder : null,
        };
        var decoded = mlContext.MultiTask().Transforms.LoadFrames(loadFrames).Fit(rows).Transform(rows);
        long count = rows.GetRowCount() ?? throw new InvalidOperationException("The reader must know its rows.");
        long whole = count / point.Batch * point.Batch;
        return point.Rows > 0 ? decoded : mlContext.Data.TakeRows(decoded, whole);      // whole batches only
    }
}
