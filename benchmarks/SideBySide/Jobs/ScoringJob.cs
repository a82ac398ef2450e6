using Microsoft.ML;

/// <summary>Scores the rows of a data view that is in memory: consecutive frames of a video, every task's prediction.</summary>
internal static class ScoringJob
{
    private const int Rows = 16;

    internal static IReadOnlyDictionary<string, double> Run(JobOptions job)
    {
        var mlContext = Job.Context(job);
        var model = Job.LoadModel(mlContext, job);
        var decoded = Job.DecodedRows(mlContext, job with { IsDecoded = true });
        var rows = mlContext.Data.Cache(mlContext.Data.TakeRows(decoded, Rows));
        var times = new List<double>();
        for (int pass = 0; pass < 1 + job.Repetitions; pass++)
        {
            double start = Job.Now;
            int count = RowReading.Read(model.Transform(rows), Job.Tasks.Select(task => task.PredictedColumnName)).Last();
            if (count != Rows) throw new InvalidOperationException($"The data must have at least {Rows} rows, but has {count}.");
            times.Add((Job.Now - start) / Rows);
        }
        return new Dictionary<string, double> { ["ms_per_pair"] = Median.Of(times.Skip(1)), ["peak_rss_mib"] = ProcessMemory.PeakMib };
    }
}
