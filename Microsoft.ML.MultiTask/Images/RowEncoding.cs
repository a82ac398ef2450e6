namespace Microsoft.ML.MultiTask.Images;

/// <summary>The encoding of a row that has its own, parsed when it differs from that of the row before.</summary>
/// <param name="column">The column's encoding, which the rows' own must be of the same kind as.</param>
internal sealed class RowEncoding<TEncoding>(TEncoding column)
    where TEncoding : LabelEncoding
{
    private string _json = "";

    /// <summary>The last row's encoding; set by <see cref="Update"/>.</summary>
    public TEncoding Encoding { get; private set; } = null!;

    /// <summary>Parses a row's encoding.</summary>
    /// <param name="json">What <see cref="LabelEncoding.ToJson"/> wrote; not empty.</param>
    /// <param name="file">The label it is the encoding of.</param>
    /// <returns>Whether it is another than before.</returns>
    /// <exception cref="InvalidDataException">The text is no encoding, or does not go with the column's.</exception>
    public bool Update(ReadOnlySpan<char> json, string file)
    {
        if (json.SequenceEqual(_json))
            return false;
        var text = json.ToString();
        var encoding = Parse(text, file) as TEncoding ?? throw new InvalidDataException(
            $"Label '{file}': expected an encoding of the column's kind, {typeof(TEncoding).Name}, but its row has '{text}'.");
        if ((encoding, column) is (ClassLabelEncoding own, ClassLabelEncoding columns) && own.ClassCount != columns.ClassCount)
            throw new InvalidDataException(
                $"Label '{file}': expected {columns.ClassCount} classes, as the column's encoding says, "
                + $"but its row's has {own.ClassCount}.");
        (_json, Encoding) = (text, encoding);
        return true;
    }

    private static LabelEncoding Parse(string json, string file)
    {
        try
        {
            return LabelEncoding.FromJson(json);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"Label '{file}': the encoding of its row is none. {e.Message}", e);
        }
    }
}
