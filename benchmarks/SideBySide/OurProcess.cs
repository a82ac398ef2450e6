using System.Globalization;

/// <summary>This program, started again for one job.</summary>
internal static class OurProcess
{
    internal static IReadOnlyDictionary<string, double> Run(string name, JobOptions job, params string[] settings)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "SideBySide" + (OperatingSystem.IsWindows() ? ".exe" : ""));
        return ChildProcess.Run(program,
        [
            "job", name, "--data", job.Data, "--frames", job.Frames, "--device", job.Device,
            "--steps", job.Repetitions.ToString(CultureInfo.InvariantCulture), "--threads", job.Threads.ToString(CultureInfo.InvariantCulture),
            .. settings,
        ]);
    }
}
