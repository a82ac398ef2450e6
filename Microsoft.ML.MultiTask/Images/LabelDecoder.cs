namespace Microsoft.ML.MultiTask.Images;

/// <summary>Decodes label images by the encoding of their column, or of their row. Not thread-safe.</summary>
/// <param name="column">The encoding of rows without one of their own; those must be of the same kind.</param>
/// <param name="missing">The value of pixels without a label.</param>
internal abstract class LabelDecoder<TEncoding, TValue>(TEncoding column, TValue missing)
    where TEncoding : LabelEncoding
{
    private (string Json, TEncoding Encoding) _row = ("", column);  // of the last row with an encoding of its own
    private TEncoding? _inTable;

    /// <summary>Decodes one label image.</summary>
    /// <param name="path">A PNG file; empty if the row has no label.</param>
    /// <param name="rowEncoding">The row's own encoding as JSON; empty to use the column's.</param>
    /// <param name="frameSize">The size of its frame, which the label must have too; null if unknown.</param>
    /// <param name="values">Receives the value of each pixel of the target size.</param>
    public void Decode(string path, ReadOnlySpan<char> rowEncoding, ImageSize? frameSize, Span<TValue> values)
    {
        if (path.Length == 0)
        {
            values.Fill(missing);
            return;
        }
        if (!rowEncoding.IsEmpty && !rowEncoding.SequenceEqual(_row.Json))
            _row = (rowEncoding.ToString(), Parse(rowEncoding.ToString(), path));
        var encoding = rowEncoding.IsEmpty ? column : _row.Encoding;
        if (!ReferenceEquals(encoding, _inTable))
            FillTable(encoding);
        _inTable = encoding;
        Decode(path, encoding, frameSize, values);
    }

    protected abstract void FillTable(TEncoding encoding);

    protected abstract void Decode(string path, TEncoding encoding, ImageSize? frameSize, Span<TValue> values);

    private TEncoding Parse(string json, string path)
    {
        LabelEncoding encoding;
        try
        {
            encoding = LabelEncoding.FromJson(json);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"Label '{path}': the row's encoding is invalid. {e.Message}", e);
        }
        if ((encoding, column) is (ClassLabelEncoding own, ClassLabelEncoding columns) && own.ClassCount != columns.ClassCount)
            throw new InvalidDataException(
                $"Label '{path}': expected {columns.ClassCount} classes, as the column's encoding says, "
                + $"but the row's encoding has {own.ClassCount}.");
        return encoding as TEncoding ?? throw new InvalidDataException(
            $"Label '{path}': expected the row's encoding to be a {typeof(TEncoding).Name}, like the column's, but it is '{json}'.");
    }
}
