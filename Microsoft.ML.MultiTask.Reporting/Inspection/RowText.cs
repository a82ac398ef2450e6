namespace Microsoft.ML.MultiTask.Reporting.Inspection;

/// <summary>Reads text columns of a row.</summary>
internal static class RowText
{
    /// <summary>A function that gives the value of a text column in the row as it stands.</summary>
    public static Func<string> Reader(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<ReadOnlyMemory<char>>(column);
        return () =>
        {
            ReadOnlyMemory<char> text = default;
            getter(ref text);
            return text.ToString();
        };
    }
}
