using System.Globalization;
using System.Text;

/// <summary>Runs the jobs of <see cref="LifetimeJobs"/>, each in a process of its own, and writes a table of Markdown.</summary>
internal static class LifetimeTable
{
    private static readonly (int Count, string What, string Job)[] s_rows =
    [
        (LifetimeJobs.Steps, "training steps", "lifetimes-train"), (LifetimeJobs.Batches, "scored batches", "lifetimes-score"),
        (LifetimeJobs.Frames, "streamed frames", "lifetimes-stream"),
    ];

    internal static string Measure(JobOptions job)
    {
        OurProcess.Run("prepare", job);
        var text = new StringBuilder()
            .AppendLine("| what | live tensors: start | end | peak | memory: start | end | peak | threads | handles |")
            .AppendLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var (count, what, name) in s_rows)
        {
            var figures = OurProcess.Run(name, job);
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {count * job.Times:N0} {what} | {figures["tensors_start"]:N0} | {figures["tensors_end"]:N0} | {figures["tensors_peak"]:N0} "
                + $"| {figures["rss_start_mib"]:N0} MiB | {figures["rss_end_mib"]:N0} MiB | {figures["peak_rss_mib"]:N0} MiB "
                + $"| {figures["threads_start"]} to {figures["threads_end"]} | {figures["handles_start"]} to {figures["handles_end"]} |");
        }
        return text.ToString();
    }
}
