namespace Microsoft.ML.MultiTask.Reporting.Rows;

/// <summary>Reads text columns.</summary>
internal static class RowText
{
    /// <summary>A function that returns a text column's value in the current row.</summary>
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
