using System.Globalization;
using System.Text;

/// <summary>Runs the jobs of <see cref="LifetimeJobs"/>, each in a process of its own, and writes a table of Markdown.</summary>
internal static class LifetimeTable
{
    private static readonly (string Title, string Job)[] s_rows =
        [("40 training steps", "lifetimes-train"), ("50 scored batches", "lifetimes-score"), ("50 streamed frames", "lifetimes-stream")];

    internal static string Measure(JobOptions job)
    {
        OurProcess.Run("prepare", job);
        var text = new StringBuilder()
            .AppendLine("| what | live tensors: start | end | peak | memory: start | end | peak |")
            .AppendLine("|---|---:|---:|---:|---:|---:|---:|");
        foreach (var (title, name) in s_rows)
        {
            var figures = OurProcess.Run(name, job);
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {title} | {figures["tensors_start"]:N0} | {figures["tensors_end"]:N0} | {figures["tensors_peak"]:N0} "
                + $"| {figures["rss_start_mib"]:N0} MiB | {figures["rss_end_mib"]:N0} MiB | {figures["peak_rss_mib"]:N0} MiB |");
        }
        return text.ToString();
    }
}
