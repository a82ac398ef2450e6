using Microsoft.ML;
using Microsoft.ML.MultiTask;

/// <summary>Scores the frames of a video one by one, from pixels in memory to every task's prediction.</summary>
internal static class StreamingJob
{
    internal static IReadOnlyDictionary<string, double> Run(JobOptions job)
    {
        var mlContext = new MLContext(seed: 1);
        using var model = Job.Model(mlContext, Job.DecodedRows(mlContext, job), job);
        using var video = mlContext.MultiTask().CreateStreamingEngine(model);
        var pixels = new byte[3 * JobOptions.Height * JobOptions.Width];
        var random = new Random(1);
        var times = new List<double>();
        for (int frame = 0; frame < JobOptions.Streams + Job.WarmUp + job.Repetitions; frame++)
        {
            random.NextBytes(pixels);
            double start = Job.Now;
            video.Predict(pixels);
            times.Add(Job.Now - start);
        }
        double median = Median.Of(times.Skip(JobOptions.Streams + Job.WarmUp));
        return new Dictionary<string, double> { ["ms_per_frame"] = median, ["frames_per_s"] = 1e3 / median };
    }
}
