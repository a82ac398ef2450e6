using System.Collections;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using static TorchSharp.torch;

/// <summary>Writes a comparison as a table of Markdown and as JSON.</summary>
internal static class ComparisonReport
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    internal static string Markdown(IReadOnlyList<FigureResult> results)
    {
        var text = new StringBuilder()
            .AppendLine("| what | unit | ours | PyTorch | TorchSharp | best peer | ratio | aim | |")
            .AppendLine("|---|---|---:|---:|---:|---|---:|---:|---|");
        foreach (var result in results)
        {
            var aim = result.Bar is null ? "" : (result.MoreIsBetter ? "≥ " : "≤ ") + Number(result.Bar, "0.00");
            var ratio = result.PeerRuns.Count == 0 ? "" : Number(result.Ratio, "0.000");
            var verdict = result.Passes switch { true => "reached", false => "missed", null => "" };
            text.AppendLine($"| {result.Name} | {result.Unit} | {Number(result.Ours)} | {Number(result.BestOf("pytorch"))} "
                + $"| {Number(result.BestOf("torchsharp"))} | {result.Best} | {ratio} | {aim} | {verdict} |");
        }
        return text.ToString();
    }

    internal static string Json(JobOptions job, int rounds, IReadOnlyList<FigureResult> results) => JsonSerializer.Serialize(new
    {
        Processors = Environment.ProcessorCount,
        System = RuntimeInformation.OSDescription,
        Runtime = RuntimeInformation.FrameworkDescription,
        Libtorch = __version__,
        Environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Where(variable => $"{variable.Key}".StartsWith("ONEDNN_", StringComparison.Ordinal))
            .ToDictionary(variable => $"{variable.Key}", variable => $"{variable.Value}"),
        job.Threads,
        job.Device,
        job.Height,
        job.Width,
        Rounds = rounds,
        Figures = results,
    }, s_json);

    private static string Number(double? value, string format = "#,0.#") =>
        value is null or double.NaN ? "" : value.Value.ToString(format, CultureInfo.InvariantCulture);
}
