using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.MultiTask;

/// <summary>A job that one process does and measures. It prints its figures as a line of JSON, as the peer does.</summary>
internal static class Job
{
    internal const int WarmUp = 2;

    internal static IReadOnlyDictionary<string, Func<JobOptions, IReadOnlyDictionary<string, double>>> All { get; } =
        new Dictionary<string, Func<JobOptions, IReadOnlyDictionary<string, double>>>
        {
            ["train"] = TrainingJob.Run,
            ["stream"] = StreamingJob.Run,
            ["score"] = ScoringJob.Run,
            ["load"] = LoadingJob.Run,
        };

    internal static DenseTask[] Tasks => [DenseTask.Segmentation(JobOptions.Classes), DenseTask.Depth(), DenseTask.Motion()];

    internal static MultiNetPlusPlusOptions Options(JobOptions job) => new()
    {
        Tasks = Tasks,
        BatchSize = 2,
        LearningRate = 1e-4,
        Seed = 1,
        Threads = job.Threads,
        Device = job.Device,
        EncoderPrecision = job.Precision,
    };

    /// <summary>The rows of the data set, decoded when they are read, or read as they were decoded before.</summary>
    internal static IDataView DecodedRows(MLContext mlContext, JobOptions job)
    {
        var multiTask = mlContext.MultiTask();
        var rows = multiTask.Data.LoadSynthia(job.Data, new SynthiaOptions { Streams = JobOptions.Streams });
        var loadFrames = new LoadFramesOptions
        {
            Height = JobOptions.Height, Width = JobOptions.Width, CacheFolder = job.IsDecoded ? job.DecodedFolder : null,
        };
        return multiTask.Transforms.LoadFrames(loadFrames).Fit(rows).Transform(rows);
    }

    /// <summary>A model of the benchmark's size after one step: its weights do not matter to its speed.</summary>
    internal static MultiTaskTransformer Model(MLContext mlContext, IDataView decodedRows, JobOptions job) =>
        mlContext.MultiTask().Trainers.MultiNetPlusPlus(Options(job) with { Epochs = 1 }).Fit(mlContext.Data.TakeRows(decodedRows, 2));

    /// <summary>Waits until the device has done what it was told to do: the clock is read after that.</summary>
    internal static void WaitForDevice(JobOptions job)
    {
        if (job.Device != JobOptions.Cpu) TorchSharp.torch.cuda.synchronize();
    }

    /// <summary>Milliseconds since some moment that is the same for all processes of this machine.</summary>
    internal static double Now => Stopwatch.GetTimestamp() * 1e3 / Stopwatch.Frequency;

    /// <summary>The largest amount of memory this process has had, MiB; NaN where the system does not tell.</summary>
    internal static double PeakMemoryMib()
    {
        if (!OperatingSystem.IsLinux())
            return Process.GetCurrentProcess().PeakWorkingSet64 / 1024.0 / 1024.0;
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return double.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}
