using Microsoft.ML.MultiTask.Reporting;
using Microsoft.ML.MultiTask.Reporting.Inspection;

namespace Microsoft.ML.MultiTask;

/// <summary>Looks at data sets before they are trained on.</summary>
public static class MultiTaskInspectionExtensions
{
    /// <summary>
    /// Reads every file of a data set, frames and labels, and tells what is in them and which of them are broken. It does not stop at a
    /// broken file.
    /// </summary>
    /// <remarks>
    /// Takes what <c>Transforms.LoadFrames</c> takes: rows with text columns <c>FrameKPath</c> and label columns <c>XPath</c>, as readers
    /// make them, filtered, joined or sampled. A file that several rows name is read once. What is held does not grow with the rows,
    /// but for 16 bytes per file.
    /// </remarks>
    /// <param name="data">The catalog.</param>
    /// <param name="rows">Rows of paths.</param>
    /// <param name="options">How many rows to read, and encodings of labels whose columns do not say their own; null for the
    /// defaults.</param>
    /// <exception cref="ArgumentException">There is no column <c>Frame0Path</c>, a column of paths is not text, or an option is out of
    /// range.</exception>
    /// <exception cref="OperationCanceledException">The inspection was cancelled.</exception>
    public static DatasetInspection Inspect(this MultiTaskDataCatalog data, IDataView rows, InspectionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(rows);
        options ??= new InspectionOptions();
        options.Validate();
        return DatasetInspector.Inspect(rows, options);
    }

    /// <summary>
    /// Writes some rows of a data set as one PNG: a line per row, with the frame and the frame under each of its labels. Classes have the
    /// colours of <see cref="TaskColors"/>, depth is coloured from warm and near to cold and far, what moves is red.
    /// </summary>
    /// <remarks>
    /// Images are scaled as <c>Transforms.LoadFrames</c> does it. A label that a row lacks and a file that is broken are said in their
    /// place. An interrupted write leaves no broken file of that name.
    /// </remarks>
    /// <param name="data">The catalog.</param>
    /// <param name="path">The file to create or replace, such as <c>sheet.png</c>. Its folder must exist.</param>
    /// <param name="rows">Rows of paths, as <see cref="Inspect"/> takes them.</param>
    /// <param name="options">How many rows to show and how large; null for the defaults.</param>
    /// <returns>What is where on the sheet.</returns>
    /// <exception cref="ArgumentException">There is no column <c>Frame0Path</c>, a column of paths is not text, or an option is out of
    /// range.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    public static ContactSheet WriteContactSheet(
        this MultiTaskDataCatalog data, string path, IDataView rows, ContactSheetOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(rows);
        options ??= new ContactSheetOptions();
        options.Validate();
        var (image, sheet) = new ContactSheetPainter(rows, options).Paint();
        image.SavePng(path);
        return sheet;
    }
}
