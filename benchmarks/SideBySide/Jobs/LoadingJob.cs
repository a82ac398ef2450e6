using Microsoft.ML.MultiTask.Batches;
using Microsoft.ML;
using Microsoft.ML.MultiTask;
using static TorchSharp.torch;

/// <summary>Loads frames from disk, through the reader that training uses, to tensors.</summary>
internal static class LoadingJob
{
    internal static IReadOnlyDictionary<string, double> Run(JobOptions job)
    {
        var mlContext = new MLContext(seed: 1);
        var multiTask = mlContext.MultiTask();
        var paths = Directory.GetFiles(job.Frames, "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
        var rows = mlContext.Data.LoadFromEnumerable(paths.Select(path => new Frame { Frame0Path = path }).ToArray());
        var decoded = multiTask.Transforms.LoadFrames(JobOptions.Height, JobOptions.Width).Fit(rows).Transform(rows);
        var reader = new BatchReader(decoded, frameColumnNames: null, tasks: [], batchSize: 2) { Threads = 2 };

        set_num_threads(job.Threads);                                   // libtorch is loaded, as it is before the peer's clock starts
        double start = Job.Now;
        int images = 0;
        foreach (var batch in reader.Read(shuffleSeed: null))
        {
            using var scope = NewDisposeScope();
            images += DeviceBatch.From(batch, CPU).Rows;
        }
        return new Dictionary<string, double> { ["images_per_s"] = images / (Job.Now - start) * 1e3, ["images"] = images };
    }

    private sealed class Frame
    {
        public string Frame0Path { get; set; } = "";
    }
}
