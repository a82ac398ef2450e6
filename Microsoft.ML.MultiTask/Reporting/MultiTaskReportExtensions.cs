using System.Text;

namespace Microsoft.ML.MultiTask;

/// <summary>Reports on a training.</summary>
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
}
