using Microsoft.ML.MultiTask.Data;

namespace Microsoft.ML.MultiTask;

public sealed partial class MultiTaskDataCatalog
{
    /// <summary>Reads rows of paths from a CSV file whose first line names the columns.</summary>
    /// <remarks>
    /// <c>Frame0Path</c> must be there, <c>Frame1Path</c>, … give the row's further streams, empty where there is none. Without them
    /// predecessors are found by <c>FrameIndex</c> within a <c>Sequence</c>, stride by stride. Any other <c>XPath</c> is a label, PNG
    /// files, empty where a row has none; a column <c>XEncoding</c> may hold encodings of single rows as <see cref="LabelEncoding.ToJson"/>
    /// writes them. Other columns are passed over. Paths are absolute, or relative to the file's folder. Rows are ordered by sequence, as
    /// these first appear, and by FrameIndex where predecessors are found by it.
    /// </remarks>
    /// <param name="path">The CSV file.</param>
    /// <param name="options">Encodings, streams and stride; null for the defaults.</param>
    /// <returns>Rows of paths; the files are read when rows are decoded.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A column is missing or has no encoding, a line cannot be read, or no row has its
    /// predecessors.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
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
