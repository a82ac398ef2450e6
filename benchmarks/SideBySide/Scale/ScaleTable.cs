using System.Globalization;
using System.Text;

/// <summary>Runs every point in a process of its own and writes what it measures as a table of Markdown.</summary>
internal static class ScaleTable
{
    internal static string Measure(IEnumerable<ScaleAxis> axes, JobOptions job)
    {
        var text = new StringBuilder();
        Line("what grows", "to", "a step", "per unit", "peak memory", "waiting a step", "opening the data");
        Line("---", "---:", "---:", "---:", "---:", "---:", "---:");
        foreach (var axis in axes)
        {
            foreach (var (label, amount, point) in axis.Points)
            {
                var figures = OurProcess.RunPoint(point, job);
                Console.Error.WriteLine($"{axis.Name} {label}: {figures["ms_per_step"]:F0} ms, {figures["peak_rss_mib"]:F0} MiB");
                Line(axis.Name, label, Number(figures["ms_per_step"], "N0") + " ms",
                    point.Rows + point.LoaderThreads > 0 ? "" : Number(figures["ms_per_step"] / amount, "N0") + " ms",
                    Number(figures["peak_rss_mib"], "N0") + " MiB", Number(figures["wait_ms"], "F1") + " ms", Number(figures["open_ms"], "N0") + " ms");
            }
        }
        return text.ToString();

        void Line(params string[] cells) => text.AppendLine($"| {string.Join(" | ", cells)} |");
        static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
    }
}
