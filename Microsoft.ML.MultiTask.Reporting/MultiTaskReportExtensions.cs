using System.Text;
using Microsoft.ML.MultiTask.Persistence;
using Microsoft.ML.MultiTask.Reporting;
using Microsoft.ML.MultiTask.Reporting.Reports;

namespace Microsoft.ML.MultiTask;

/// <summary>Writes HTML reports of trainings.</summary>
public static class MultiTaskReportExtensions
{
    /// <summary>
    /// Writes a report as one self-contained HTML file: settings, metrics, loss curves and task weights by epoch, and for some rows the
    /// frame, the predictions and the ground truth as pictures. An existing file is replaced atomically.
    /// </summary>
    /// <param name="multiTask">The catalog.</param>
    /// <param name="path">The file to create or replace, such as <c>report.html</c>. Its folder must exist.</param>
    /// <param name="report">The report.</param>
    /// <exception cref="ArgumentException">
    /// A setting of the report is out of range, or a column of its data is missing or of another type.
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
    /// Writes a comparison as one self-contained HTML file: a table of the metrics counted in Δm, Δm and the time per step, tables of the
    /// other metrics, the curves of each task, and the task weights by epoch. An existing file is replaced atomically.
    /// </summary>
    /// <param name="multiTask">The catalog.</param>
    /// <param name="path">The file to create or replace, such as <c>comparison.html</c>. Its folder must exist.</param>
    /// <param name="comparison">The comparison.</param>
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
    /// Writes a page of tables, charts and pictures as one self-contained HTML file. An existing file is replaced atomically.
    /// </summary>
    /// <param name="multiTask">The catalog.</param>
    /// <param name="path">The file to create or replace, such as <c>page.html</c>. Its folder must exist.</param>
    /// <param name="page">The page. Texts are encoded, so they may contain any characters.</param>
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
