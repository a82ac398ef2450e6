using System.Text;
using Microsoft.ML.MultiTask.Persistence;
using Microsoft.ML.MultiTask.Reporting;
using Microsoft.ML.MultiTask.Reporting.Reports;

namespace Microsoft.ML.MultiTask;

/// <summary>Reports on trainings.</summary>
public static class MultiTaskReportExtensions
{
    /// <summary>
    /// Writes a report as one HTML file that needs nothing else: settings, metrics, loss curves and task weights per epoch, and for
    /// some rows the frame, the predictions and the truth as pictures. An interrupted write leaves no broken file of that name.
    /// </summary>
    /// <param name="multiTask">The catalog.</param>
    /// <param name="path">The file to create or replace, such as <c>report.html</c>. Its folder must exist.</param>
    /// <param name="report">What to write.</param>
    /// <exception cref="ArgumentException">
    /// A setting of the report is out of its range, or a column of its data is missing or of another type.
    /// </exception>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    public static void WriteReport(this MultiTaskCatalog multiTask, string path, TrainingReport report)
    {
        ArgumentNullException.ThrowIfNull(multiTask);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(report);
        var html = Encoding.UTF8.GetBytes(HtmlReport.Render(report));
        AtomicFile.Write(path, stream => stream.Write(html));
    }

    /// <summary>
    /// Writes a comparison as one HTML file that needs nothing else: a table of the metrics that count, Δm and a step's time, tables of the
    /// others, the curves of each task, and the task weights over time. An interrupted write leaves no broken file of that name.
    /// </summary>
    /// <param name="multiTask">The catalog.</param>
    /// <param name="path">The file to create or replace, such as <c>comparison.html</c>. Its folder must exist.</param>
    /// <param name="comparison">What to write.</param>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    public static void WriteComparison(this MultiTaskCatalog multiTask, string path, StrategyComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(multiTask);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(comparison);
        var html = Encoding.UTF8.GetBytes(HtmlReport.Render(comparison));
        AtomicFile.Write(path, stream => stream.Write(html));
    }

    /// <summary>
    /// Writes a page of tables, charts and pictures as one HTML file that needs nothing else. An interrupted write leaves no broken file
    /// of that name.
    /// </summary>
    /// <param name="multiTask">The catalog.</param>
    /// <param name="path">The file to create or replace, such as <c>page.html</c>. Its folder must exist.</param>
    /// <param name="page">What to write; texts are shown as they are, whatever characters they have.</param>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    public static void WritePage(this MultiTaskCatalog multiTask, string path, ReportPage page)
    {
        ArgumentNullException.ThrowIfNull(multiTask);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(page);
        var html = Encoding.UTF8.GetBytes(HtmlReport.Render(page));
        AtomicFile.Write(path, stream => stream.Write(html));
    }
}
