using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Batches;

/// <summary>The values of one column, of any type, for the rows of a batch.</summary>
internal abstract class ColumnBuffer
{
    internal static ColumnBuffer Create(DataViewType type, int capacity)
    {
        var raw = type.RawType;
        if (raw == typeof(MLImage))
            return new ImageBuffer(capacity);
        var buffer = raw.IsGenericType && raw.GetGenericTypeDefinition() == typeof(VBuffer<>)
            ? typeof(VectorBuffer<>).MakeGenericType(raw.GetGenericArguments())
            : typeof(ColumnBuffer<>).MakeGenericType(raw);
        return (ColumnBuffer)Activator.CreateInstance(buffer, capacity)!;
    }

    /// <summary>Opens a column of a cursor.</summary>
    /// <returns>
    /// Copies the cursor's current value to a row of a buffer of that column. Does not throw: what the cursor's getter raises is raised by
    /// <see cref="ColumnBuffer{T}.Get"/> of that row.
    /// </returns>
    internal static Action<ColumnBuffer, int> Open(DataViewRow cursor, DataViewSchema.Column column) =>
        Create(column.Type, capacity: 0).OpenTyped(cursor, column);

    private protected abstract Action<ColumnBuffer, int> OpenTyped(DataViewRow cursor, DataViewSchema.Column column);
}
