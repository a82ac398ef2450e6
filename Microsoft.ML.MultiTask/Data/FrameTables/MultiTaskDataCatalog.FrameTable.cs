using Microsoft.ML.MultiTask.Data.FrameTables;
using Microsoft.ML.MultiTask.Data.Listing;

namespace Microsoft.ML.MultiTask;

public sealed partial class MultiTaskDataCatalog
{
    /// <summary>Reads rows of paths from a CSV file with a header line.</summary>
    /// <remarks>
    /// <c>Frame0Path</c> is required; <c>Frame1Path</c>, … are the row's other streams, empty if there is none. Without these columns
    /// predecessors are found by <c>FrameIndex</c> within a <c>Sequence</c>, stride by stride. Every other <c>XPath</c> is a label, a PNG
    /// file, empty for rows without it; a column <c>XEncoding</c> may hold encodings of single rows as written by
    /// <see cref="LabelEncoding.ToJson"/>. Other columns are ignored. Paths are absolute, or relative to the file's folder. Rows are
    /// ordered
    /// by sequence, in order of first appearance, and by FrameIndex if predecessors are found by it.
    /// </remarks>
    /// <param name="path">The CSV file.</param>
    /// <param name="options">Encodings, streams and stride; null for the defaults.</param>
    /// <returns>Rows of paths. The files are read when rows are decoded.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A column is missing or has no encoding, a line cannot be read, or no row has its
    /// predecessors.</exception>
    /// <exception cref="ArgumentException">An option is invalid.</exception>
    public IDataView LoadFrameTable(string path, FrameTableOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        options ??= new FrameTableOptions();
        options.Validate();
        if (!File.Exists(path))
            throw new FileNotFoundException(
                $"Table '{path}': expected a CSV file, but {SequenceLayout.Describe(Path.GetFullPath(path))}.", path);
        return Rows(new FrameTableReader(path, options).Read(), options);
    }
}
