namespace Microsoft.ML.MultiTask.Images;

/// <summary>Parses rows' own encodings, reusing the last one if it is the same.</summary>
/// <param name="column">The column's encoding; those of the rows must be of the same kind.</param>
internal sealed class RowEncoding<TEncoding>(TEncoding column)
    where TEncoding : LabelEncoding
{
    private string _json = "";

    /// <summary>The last encoding parsed by <see cref="Update"/>.</summary>
    public TEncoding Encoding { get; private set; } = null!;

    /// <summary>Parses a row's encoding.</summary>
    /// <param name="json">The output of <see cref="LabelEncoding.ToJson"/>; not empty.</param>
    /// <param name="file">The label file, for messages.</param>
    /// <returns>Whether it differs from the previous one.</returns>
    /// <exception cref="InvalidDataException">The text is not an encoding, or not compatible with the column's.</exception>
    public bool Update(ReadOnlySpan<char> json, string file)
    {
        if (json.SequenceEqual(_json))
            return false;
        var text = json.ToString();
        var encoding = Parse(text, file) as TEncoding ?? throw new InvalidDataException(
            $"Label '{file}': expected the row's encoding to be a {typeof(TEncoding).Name}, like the column's, but it is '{text}'.");
        if ((encoding, column) is (ClassLabelEncoding own, ClassLabelEncoding columns) && own.ClassCount != columns.ClassCount)
            throw new InvalidDataException(
                $"Label '{file}': expected {columns.ClassCount} classes, as the column's encoding says, "
                + $"but the row's encoding has {own.ClassCount}.");
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
            throw new InvalidDataException($"Label '{file}': the row's encoding is invalid. {e.Message}", e);
        }
    }
}
