using Microsoft.ML.MultiTask.Reporting;
using Microsoft.ML.MultiTask.Reporting.Inspection;

namespace Microsoft.ML.MultiTask;

/// <summary>Inspects data sets before training.</summary>
public static class MultiTaskInspectionExtensions
{
    /// <summary>
    /// Decodes every frame and label file of a data set, counts classes, depths and sizes, and lists the broken files. Broken files do not
    /// end it.
    /// </summary>
    /// <remarks>
    /// Takes the same input as <c>Transforms.LoadFrames</c>: rows with text columns <c>FrameKPath</c> and label columns <c>XPath</c>, from
    /// a reader, filtered, joined or sampled. A file that several rows name is read once. Memory grows by 16 bytes per file and
    /// not with the number of rows.
    /// </remarks>
    /// <param name="data">The catalog.</param>
    /// <param name="rows">Rows of paths.</param>
    /// <param name="options">The number of rows to read, and encodings of label columns that are not annotated with one; null for the
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
    /// Writes some rows of a data set as one PNG: a line per row with its frame, and the frame overlaid with each of its labels. Classes
    /// have the colours of <see cref="TaskColors"/>, depth runs from warm (near) to cold (far), moving pixels are red, and pixels without a label are
    /// hatched. A legend below names the colours that occur. With <see cref="ContactSheetOptions.Augmentation"/> a row's lines go on with what it
    /// is augmented to.
    /// </summary>
    /// <remarks>
    /// Images are loaded with <c>Transforms.LoadFrames</c>. A missing label or a broken file is noted in its place. The file is written
    /// atomically.
    /// </remarks>
    /// <param name="data">The catalog.</param>
    /// <param name="path">The file to create or replace, such as <c>sheet.png</c>. Its folder must exist.</param>
    /// <param name="rows">Rows of paths, as for <see cref="Inspect"/>.</param>
    /// <param name="options">The number of rows and the size of the pictures; null for the defaults.</param>
    /// <returns>The columns and rows of the sheet.</returns>
    /// <exception cref="ArgumentException">There is no column <c>Frame0Path</c>, a column of paths is not text, an option is out of range, or the
    /// augmentation names a column that the rows lack.</exception>
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
