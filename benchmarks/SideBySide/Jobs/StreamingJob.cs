using Microsoft.ML.MultiTask;

/// <summary>Scores the frames of a video one by one, from pixels in memory to every task's prediction.</summary>
internal static class StreamingJob
{
    internal static IReadOnlyDictionary<string, double> Run(JobOptions job)
    {
        var mlContext = Job.Context(job);
        using var video = mlContext.MultiTask().CreateStreamingEngine(Job.LoadModel(mlContext, job));
        var pixels = new byte[3 * job.Height * job.Width];
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
        return new Dictionary<string, double>
        {
            ["ms_per_frame"] = median, ["frames_per_s"] = 1e3 / median, ["peak_rss_mib"] = ProcessMemory.PeakMib,
        };
    }
}
