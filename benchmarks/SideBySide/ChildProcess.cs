using System.Diagnostics;
using System.Text.Json;

/// <summary>Runs one job in a process of its own, so that start-up and peak memory are that job's alone.</summary>
internal static class ChildProcess
{
    /// <summary>How fields end that are moments; what is reported is their distance from the process's start.</summary>
    private const string Moment = "_at_ms";

    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">What to start.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="removed">Environment variables that it does not get.</param>
    /// <returns>The numbers of the JSON object in its last line of output.</returns>
    /// <exception cref="InvalidOperationException">It failed, or printed no such line.</exception>
    internal static IReadOnlyDictionary<string, double> Run(string program, IReadOnlyList<string> arguments, params string[] removed)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in removed)
            start.Environment.Remove(name);
        double startedAt = Job.Now;
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"'{program}' could not be started.");
        var errors = process.StandardError.ReadToEndAsync();
        var lastLine = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault();
        process.WaitForExit();
        if (process.ExitCode != 0 || lastLine is null)
            throw new InvalidOperationException(
                $"'{program} {string.Join(' ', arguments)}' ended with {process.ExitCode}: {errors.Result.Trim()}");

        var figures = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(lastLine)!
            .Where(figure => figure.Value.ValueKind == JsonValueKind.Number)
            .ToDictionary(figure => figure.Key, figure => figure.Value.GetDouble());
        foreach (var name in figures.Keys.Where(name => name.EndsWith(Moment, StringComparison.Ordinal)).ToArray())
            figures[name] -= startedAt;
        return figures;
    }
}
