using Microsoft.ML;
using Microsoft.ML.MultiTask;

/// <summary>Training, scoring and streaming at the README's sizes, repeated often enough to show what is not freed.</summary>
internal static class LifetimeJobs
{
    private const int BatchSize = 4;
    internal const int Steps = 40, Batches = 50, Frames = 50;

    /// <summary>40 steps of batch 4, from PNG files.</summary>
    internal static IReadOnlyDictionary<string, double> Train(JobOptions job)
    {
        var mlContext = Job.Context(job);
        var rows = Job.DecodedRows(mlContext, job);
        var meter = new LifetimeMeter();
        using var enough = new CancellationTokenSource();
        using var model = mlContext.MultiTask().Trainers.MultiNetPlusPlus(Job.Options(job) with
        {
            BatchSize = BatchSize,
            Epochs = int.MaxValue,
            CancellationToken = enough.Token,
            OnStep = _ =>
            {
                meter.Sample();
                if (meter.Count == Steps * job.Times) enough.Cancel();
            },
        }).Fit(mlContext.Data.TakeRows(rows, rows.GetRowCount()!.Value / BatchSize * BatchSize));       // whole batches
        return meter.Figures();
    }

    /// <summary>50 batches of a data view, as many passes as it takes.</summary>
    internal static IReadOnlyDictionary<string, double> Score(JobOptions job)
    {
        var mlContext = Job.Context(job);
        var model = Job.LoadModel(mlContext, job);
        var rows = Job.DecodedRows(mlContext, job with { IsDecoded = true });
        var scored = model.Transform(rows);
        var meter = new LifetimeMeter();
        while (meter.Count < Batches * job.Times)
        {
            foreach (int row in RowReading.Read(scored, Job.Tasks.Select(task => task.PredictedColumnName)))
            {
                if (row % BatchSize == 0) meter.Sample();
                if (meter.Count == Batches * job.Times) break;
            }
        }
        return meter.Figures();
    }

    /// <summary>50 frames of a video.</summary>
    internal static IReadOnlyDictionary<string, double> Stream(JobOptions job)
    {
        var mlContext = Job.Context(job);
        using var video = mlContext.MultiTask().CreateStreamingEngine(Job.LoadModel(mlContext, job));
        var pixels = new byte[3 * job.Height * job.Width];
        var random = new Random(1);
        var meter = new LifetimeMeter();
        while (meter.Count < Frames * job.Times)
        {
            random.NextBytes(pixels);
            video.Predict(pixels);
            meter.Sample();
        }
        return meter.Figures();
    }
}
