namespace Microsoft.ML.MultiTask.Data;

/// <summary>What every <see cref="DataViewRow.GetGetter{TValue}"/> of this package checks.</summary>
internal static class ColumnGetter
{
    /// <exception cref="ArgumentException">The row was opened without this column.</exception>
    public static void CheckActive(DataViewRow row, DataViewSchema.Column column)
    {
        if (!row.IsColumnActive(column))
            throw new ArgumentException($"Column '{column.Name}' is not among the columns this cursor was opened for.", nameof(column));
    }

    /// <exception cref="InvalidOperationException">The column's values are of another type.</exception>
    public static ValueGetter<TValue> Cast<TValue>(Delegate getter, DataViewSchema.Column column) =>
        getter as ValueGetter<TValue> ?? throw new InvalidOperationException(
            $"Column '{column.Name}' holds {column.Type.RawType}, but was asked for as {typeof(TValue)}.");
}
