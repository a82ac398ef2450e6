namespace Microsoft.ML.MultiTask.Data;

/// <summary>The checks of every <see cref="DataViewRow.GetGetter{TValue}"/> in this package.</summary>
internal static class ColumnGetter
{
    /// <exception cref="ArgumentException">The column is not active in the row.</exception>
    /// <exception cref="InvalidOperationException">The column has another type.</exception>
    public static void Check<TValue>(DataViewRow row, DataViewSchema.Column column)
    {
        if (!row.IsColumnActive(column))
            throw new ArgumentException(
                $"Column '{column.Name}' is not active: it is not among the columns that this cursor was opened with.", nameof(column));
        if (typeof(TValue) != column.Type.RawType)
            throw new InvalidOperationException(
                $"Column '{column.Name}' is of type {column.Type.RawType}, but a getter of {typeof(TValue)} was requested.");
    }
}
