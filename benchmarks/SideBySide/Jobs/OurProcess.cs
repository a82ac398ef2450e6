using System.Globalization;

/// <summary>This program, started again for one job.</summary>
internal static class OurProcess
{
    internal static string Program => Path.Combine(AppContext.BaseDirectory, "SideBySide" + (OperatingSystem.IsWindows() ? ".exe" : ""));

    internal static IReadOnlyList<string> Arguments(string name, JobOptions job, params string[] settings) =>
        ["job", name, .. Settings(job), .. settings];

    internal static IReadOnlyDictionary<string, double> Run(string name, JobOptions job, params string[] settings) =>
        ChildProcess.Run(Program, Arguments(name, job, settings));

    internal static IReadOnlyDictionary<string, double> RunPoint(ScalePoint point, JobOptions job) =>
        ChildProcess.Run(Program, ["point", point.ToArgument(), .. Settings(job)]);

    private static IReadOnlyList<string> Settings(JobOptions job) =>
    [
        "--output", job.Output, "--data", job.Data, "--frames", job.Frames, "--device", job.Device, "--steps", Text(job.Repetitions),
        "--threads", Text(job.Threads), "--height", Text(job.Height), "--width", Text(job.Width), "--times", Text(job.Times),
    ];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
