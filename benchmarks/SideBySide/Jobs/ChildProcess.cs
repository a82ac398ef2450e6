using System.Diagnostics;
using System.Text.Json;

/// <summary>Runs one job in a process of its own, so that start-up and peak memory are that job's alone.</summary>
internal static class ChildProcess
{
    /// <summary>The suffix of fields that hold a moment; they are returned as milliseconds since the start of the process.</summary>
    private const string Moment = "_at_ms";

    /// <summary>Variables of the caller's shell that would change how a job computes; no job gets them, neither ours nor a peer's.</summary>
    private static readonly string[] s_removed = ["GOMP_SPINCOUNT", "OMP_WAIT_POLICY", "OMP_NUM_THREADS", "DOTNET_EnableWriteXorExecute"];

    /// <summary>Runs a program to its end.</summary>
    /// <returns>
    /// The numbers of the JSON object in its last line of output, and <c>printed_at_ms</c>, when that line arrived.
    /// </returns>
    /// <exception cref="InvalidOperationException">It could not be started, failed, or printed no such line.</exception>
    internal static Dictionary<string, double> Run(string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in s_removed)
            start.Environment.Remove(name);
        double startedAt = Job.Now, printedAt = startedAt;
        string? lastLine = null;
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"'{program}' could not be started.");
        var errors = process.StandardError.ReadToEndAsync();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (line.StartsWith('{')) (lastLine, printedAt) = (line, Job.Now);
        }
        process.WaitForExit();
        if (process.ExitCode != 0 || lastLine is null)
            throw new InvalidOperationException(
                $"'{program} {string.Join(' ', arguments)}' exited with {process.ExitCode}: {LastLines(errors.Result)}");

        var figures = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(lastLine)!
            .Where(figure => figure.Value.ValueKind == JsonValueKind.Number)
            .ToDictionary(figure => figure.Key, figure => figure.Value.GetDouble());
        figures["printed_at_ms"] = printedAt;
        foreach (var name in figures.Keys.Where(name => name.EndsWith(Moment, StringComparison.Ordinal)).ToArray())
            figures[name] -= startedAt;
        return figures;
    }

    private static string LastLines(string errors) => string.Join(' ', errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(3));
}
