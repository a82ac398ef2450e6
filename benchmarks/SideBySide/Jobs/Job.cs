using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.MultiTask;
using static TorchSharp.torch;

/// <summary>A job that one process does and measures. It prints its figures as a line of JSON, as the peers do.</summary>
internal static class Job
{
    internal const int WarmUp = 2;

    internal static IReadOnlyDictionary<string, Func<JobOptions, IReadOnlyDictionary<string, double>>> All { get; } =
        new Dictionary<string, Func<JobOptions, IReadOnlyDictionary<string, double>>>
        {
            ["prepare"] = PreparationJob.Run,
            ["train"] = TrainingJob.Run,
            ["stream"] = StreamingJob.Run,
            ["score"] = ScoringJob.Run,
            ["load"] = LoadingJob.Run,
            ["lifetimes-train"] = LifetimeJobs.Train,
            ["lifetimes-score"] = LifetimeJobs.Score,
            ["lifetimes-stream"] = LifetimeJobs.Stream,
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

    /// <summary>A context whose loaded models compute on the job's device.</summary>
    internal static MLContext Context(JobOptions job) => new(seed: 1)
    {
        GpuDeviceId = job.Device == JobOptions.Cpu ? null : int.Parse("0" + job.Device.Split(':').ElementAtOrDefault(1), CultureInfo.InvariantCulture),
    };

    /// <summary>The rows of the data set, decoded when they are read, or read as they were decoded before.</summary>
    internal static IDataView DecodedRows(MLContext mlContext, JobOptions job)
    {
        var multiTask = mlContext.MultiTask();
        var rows = multiTask.Data.LoadSynthia(job.Data, new SynthiaOptions { Streams = JobOptions.Streams });
        var loadFrames = new LoadFramesOptions { Height = job.Height, Width = job.Width, CacheFolder = job.IsDecoded ? job.DecodedFolder : null };
        return multiTask.Transforms.LoadFrames(loadFrames).Fit(rows).Transform(rows);
    }

    /// <summary>The model that <c>job prepare</c> saved, and the number of threads set that a training would set.</summary>
    internal static ITransformer LoadModel(MLContext mlContext, JobOptions job)
    {
        if (!File.Exists(job.ModelPath))
            throw new InvalidOperationException($"'{job.ModelPath}' does not exist. Run 'SideBySide job prepare' first.");
        set_num_threads(job.Threads);
        return mlContext.MultiTask().Load(job.ModelPath, out _);
    }

    /// <summary>Waits for the device, before the clock is read.</summary>
    internal static void WaitForDevice(JobOptions job)
    {
        if (job.Device != JobOptions.Cpu) cuda.synchronize();
    }

    /// <summary>Milliseconds of a clock that all processes of the machine share.</summary>
    internal static double Now => Stopwatch.GetTimestamp() * 1e3 / Stopwatch.Frequency;
}
