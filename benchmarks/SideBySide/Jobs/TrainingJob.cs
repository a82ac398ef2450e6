using Microsoft.ML.MultiTask;

/// <summary>Trains on frames from disk: batches of two rows, everything included.</summary>
internal static class TrainingJob
{
    internal static IReadOnlyDictionary<string, double> Run(JobOptions job)
    {
        var mlContext = Job.Context(job);
        using var enough = new CancellationTokenSource();
        var ends = new List<double>();                                  // of each step
        var waits = new List<double>();                                 // before each step but the first
        double firstStepBegan = 0;
        var options = Job.Options(job) with
        {
            Epochs = int.MaxValue,
            CancellationToken = enough.Token,
            OnStep = step =>
            {
                if (ends.Count == 0) firstStepBegan = Job.Now - (1e3 * step.Seconds);
                else waits.Add(1e3 * step.WaitSeconds);
                Job.WaitForDevice(job);
                ends.Add(Job.Now);
                if (ends.Count == Job.WarmUp + job.Repetitions) enough.Cancel();
            },
        };
        using var model = mlContext.MultiTask().Trainers.MultiNetPlusPlus(options).Fit(Job.DecodedRows(mlContext, job));
        return new Dictionary<string, double>
        {
            ["ms_per_step"] = Median.Of(ends.Zip(ends.Skip(1), (from, to) => to - from).Skip(Job.WarmUp - 1)),
            ["first_step_at_ms"] = firstStepBegan,
            ["three_steps_at_ms"] = ends[2],
            ["wait_ms"] = Median.Of(waits),
            ["from_ms"] = ends[Job.WarmUp - 1],
            ["to_ms"] = ends[^1],
            ["peak_rss_mib"] = ProcessMemory.PeakMib,
        };
    }
}
