using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.MultiTask;

/// <summary>The measured steps of a training with one strategy, in its own process.</summary>
/// <param name="Milliseconds">Time per step.</param>
/// <param name="PeakMebibytes">The process's peak memory.</param>
internal sealed record StrategyRun(double Milliseconds, double PeakMebibytes)
{
    private const int BatchSize = 2;
    private const int StepsPerEpoch = 4;

    /// <summary>The first epoch, in which some strategies do less, and one step.</summary>
    private const int WarmUp = StepsPerEpoch + 1;

    /// <summary>Runs this program again for one strategy.</summary>
    internal static StrategyRun InProcess(Strategy strategy, int steps, int threads)
    {
        string[] arguments = ["one", strategy.Name, "--steps", $"{steps}", "--threads", $"{threads}"];
        var start = new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var numbers = process.StandardOutput.ReadToEnd().Split(' ');
        process.WaitForExit();
        return process.ExitCode == 0
            ? new StrategyRun(double.Parse(numbers[0], CultureInfo.InvariantCulture), double.Parse(numbers[1], CultureInfo.InvariantCulture))
            : throw new InvalidOperationException($"The run with '{strategy.Name}' ended with {process.ExitCode}.");
    }

    /// <summary>Trains in this process.</summary>
    internal static StrategyRun Here(Strategy strategy, int steps, int threads)
    {
        steps = (steps + strategy.Period - 1) / strategy.Period * strategy.Period;
        using var enough = new CancellationTokenSource();
        var ends = new List<long>();
        var options = new MultiNetPlusPlusOptions
        {
            Tasks = [DenseTask.Segmentation(Scene.Classes), DenseTask.Depth(), DenseTask.Motion()],
            Combiner = strategy.Combiner,
            Encoder = EncoderArchitecture.ResNet18,
            BatchSize = BatchSize,
            LearningRate = 1e-4,
            Seed = 1,
            Threads = threads,
            Device = "cpu",
            Epochs = int.MaxValue,
            CancellationToken = enough.Token,
            OnStep = _ =>
            {
                ends.Add(Stopwatch.GetTimestamp());
                if (ends.Count == WarmUp + steps) enough.Cancel();
            },
        };
        var mlContext = new MLContext(seed: 1);
        mlContext.MultiTask().Trainers.MultiNetPlusPlus(options).Fit(Scene.View(mlContext, BatchSize * StepsPerEpoch)).Dispose();

        var times = ends.Zip(ends.Skip(1), (from, to) => Stopwatch.GetElapsedTime(from, to).TotalMilliseconds).Skip(WarmUp - 1);
        return new StrategyRun(strategy.Period == 1 ? Median(times) : times.Average(), PeakMemory());
    }

    /// <summary>The median.</summary>
    internal static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static double PeakMemory()
    {
        if (!OperatingSystem.IsLinux())
            return Process.GetCurrentProcess().PeakWorkingSet64 / 1024.0 / 1024;
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return double.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}
