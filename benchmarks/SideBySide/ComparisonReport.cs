using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Spectre.Console;
using static TorchSharp.torch;

/// <summary>Shows a comparison as a table, and writes it as JSON.</summary>
internal static class ComparisonReport
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    internal static void Show(IReadOnlyList<FigureResult> results)
    {
        var table = new Table().RoundedBorder().AddColumn("Figure").AddColumn("Unit").AddColumn(Right("ours")).AddColumn(Right("peer"))
            .AddColumn("the peer's best").AddColumn(Right("ratio")).AddColumn(Right("bar")).AddColumn("");
        foreach (var result in results)
        {
            table.AddRow(
                Markup.Escape(result.Name), result.Unit, Number(result.Ours), Number(result.Peer), Markup.Escape(result.PeerRun ?? ""),
                Number(result.Ratio, "0.000"), result.Bar is null ? "" : (result.MoreIsBetter ? "≥ " : "≤ ") + Number(result.Bar, "0.00"),
                result.Passes switch { true => "reached", false => "missed", null => "" });
        }
        AnsiConsole.Write(table);
    }

    internal static void Write(string path, JobOptions job, int rounds, IReadOnlyList<FigureResult> results) =>
        File.WriteAllText(path, JsonSerializer.Serialize(new
        {
            Processors = Environment.ProcessorCount,
            System = RuntimeInformation.OSDescription,
            Runtime = RuntimeInformation.FrameworkDescription,
            Libtorch = __version__,
            job.Threads,
            job.Device,
            Rounds = rounds,
            Figures = results,
        }, s_json));

    private static TableColumn Right(string title) => new TableColumn(title).RightAligned();

    private static string Number(double? value, string format = "#,0.#") => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
