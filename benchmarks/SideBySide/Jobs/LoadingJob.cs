using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.MultiTask;
using static TorchSharp.torch;

/// <summary>Loads PNG frames to batches of two, float32 [2, 3, H, W] in [0, 1], with two threads.</summary>
/// <remarks>
/// As the trainer's loader threads do, each thread has a cursor of its own over the LoadFrames view and decodes every second row. The
/// trainer decodes into its batches in place; this job copies each frame once more, so it is not faster than training's loading.
/// </remarks>
internal static class LoadingJob
{
    private const int Threads = 2;
    private const int BatchSize = 2;

    internal static IReadOnlyDictionary<string, double> Run(JobOptions job)
    {
        var mlContext = Job.Context(job);
        var paths = Directory.GetFiles(job.Frames, "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
        var rows = mlContext.Data.LoadFromEnumerable(paths.Select(path => new Frame { Frame0Path = path }).ToArray());
        var decoded = mlContext.MultiTask().Transforms.LoadFrames(job.Height, job.Width).Fit(rows).Transform(rows);

        set_num_threads(job.Threads);                                   // loads libtorch, which the peer does before its clock starts, too
        double start = Job.Now;
        var threads = Enumerable.Range(0, Threads)
            .Select(thread => Task.Factory.StartNew(
                () => Load(decoded, job, thread), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))
            .ToArray();
        int images = threads.Sum(thread => thread.Result);
        return new Dictionary<string, double> { ["images_per_s"] = images / (Job.Now - start) * 1e3, ["images"] = images };
    }

    private static int Load(IDataView decoded, JobOptions job, int thread)
    {
        int pixels = 3 * job.Height * job.Width, images = 0;
        using var bytes = empty([BatchSize, 3, job.Height, job.Width], ScalarType.Byte);
        using var cursor = decoded.GetRowCursor([decoded.Schema["Frame0"]]);
        var getter = cursor.GetGetter<VBuffer<byte>>(decoded.Schema["Frame0"]);
        VBuffer<byte> frame = default;
        while (cursor.MoveNext())
        {
            if (cursor.Position % Threads != thread) continue;
            getter(ref frame);
            frame.GetValues().CopyTo(bytes.bytes[(images++ % BatchSize * pixels)..]);
            if (images % BatchSize != 0) continue;
            using var batch = bytes.to(ScalarType.Float32);
            batch.div_(255);
        }
        return images;
    }

    private sealed class Frame
    {
        public string Frame0Path { get; set; } = "";
    }
}
