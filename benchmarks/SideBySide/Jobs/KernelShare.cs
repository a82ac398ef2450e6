using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

/// <summary>How much of the training thread's processor time is spent outside libtorch and the libraries it computes with.</summary>
/// <remarks>
/// Linux' <c>perf</c> samples the process a thousand times a second. Samples in .NET's code and libraries, in this program's and in the
/// kernel count as outside; the kernel's are mostly page faults of tensors, so the figure is an upper bound. Time in which the thread does
/// not run, because it waits for a batch or for other threads, is not in it.
/// </remarks>
internal static partial class KernelShare
{
    /// <summary>Profiles a training.</summary>
    /// <returns>The share in per cent; empty without perf.</returns>
    internal static IReadOnlyDictionary<string, double> Run(JobOptions job)
    {
        if (!OperatingSystem.IsLinux() || !Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, "perf"))))
            return new Dictionary<string, double>();
        var samples = Path.GetTempFileName();
        try
        {
            // ChildProcess leaves W^X on: without it, perf could not tell .NET's compiled code from libtorch's.
            var figures = ChildProcess.Run("perf",
                ["record", "-q", "-k", "CLOCK_MONOTONIC", "-e", "cpu-clock", "-F", "1000", "-o", samples, "--", OurProcess.Program, .. OurProcess.Arguments("train", job)]);
            return new Dictionary<string, double> { ["percent_outside"] = Outside(samples, figures["from_ms"], figures["to_ms"]) };
        }
        finally
        {
            File.Delete(samples);
        }
    }

    private static double Outside(string samples, double from, double to)
    {
        using var script = Process.Start(new ProcessStartInfo("perf", ["script", "-i", samples, "-F", "pid,tid,time,ip,dso"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        script.ErrorDataReceived += (_, _) => { };
        script.BeginErrorReadLine();
        int all = 0, outside = 0;
        while (script.StandardOutput.ReadLine() is { } line)
        {
            var sample = Sample().Match(line);
            if (!sample.Success || sample.Groups["pid"].Value != sample.Groups["tid"].Value) continue;
            double time = double.Parse(sample.Groups["seconds"].ValueSpan, CultureInfo.InvariantCulture) * 1e3;
            if (time < from || time > to) continue;
            all++;
            if (OutsideLibrary().IsMatch(Path.GetFileName(sample.Groups["library"].ValueSpan))) outside++;
        }
        script.WaitForExit();
        return all == 0 ? double.NaN : 100.0 * outside / all;
    }

    [GeneratedRegex(@"^\s*(?<pid>\d+)/(?<tid>\d+)\s+(?<seconds>[\d.]+):\s+[0-9a-f]+\s+\((?<library>.*)\)\s*$")]
    private static partial Regex Sample();

    [GeneratedRegex(@"^(memfd:doublemapper|\[kernel|libcoreclr|libclrjit|libSystem\.|libhost|SideBySide|ld-linux|\[unknown\]|\[vdso\])|\.dll$")]
    private static partial Regex OutsideLibrary();
}
