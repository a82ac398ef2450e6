namespace Microsoft.ML.Data;

public static class ColumnCursorExtensions
{
    public static IEnumerable<T> GetColumn<T>(this IDataView data, string columnName)
    {
        ArgumentNullException.ThrowIfNull(data);
        return GetColumn<T>(data, data.Schema[columnName]);
    }

    public static IEnumerable<T> GetColumn<T>(this IDataView data, DataViewSchema.Column column)
    {
        ArgumentNullException.ThrowIfNull(data);
        Check.NonEmpty(column.Name, nameof(column));
        var own = data.Schema[column.Index];
        Check.Param(own.Name == column.Name && own.Type == column.Type, nameof(column),
            $"column with name {column.Name}, type {column.Type}, and index {column.Index} cannot be found in {nameof(data)}");
        var (item, isVector) = MemberType.ItemOf(typeof(T));
        if (typeof(T) == column.Type.RawType) return Values<T>(data, column);
        Check.Param(item == column.Type.ItemType().RawType && isVector == column.Type is VectorDataViewType, nameof(column),
            $"Cannot map column (name: {column.Name}, type: {column.Type}) in {nameof(data)} to the user-defined type, {typeof(T)}.");
        if (typeof(T) == typeof(string)) return (IEnumerable<T>)Values<ReadOnlyMemory<char>>(data, column).Select(text => text.ToString());
        if (typeof(T) == typeof(string[])) return (IEnumerable<T>)Values<VBuffer<ReadOnlyMemory<char>>>(data, column).Select(ToStrings);
        return (IEnumerable<T>)Getters.Invoke(typeof(ColumnCursorExtensions), nameof(Arrays), [item], data, column);
    }

    private static IEnumerable<T> Values<T>(IDataView data, DataViewSchema.Column column)
    {
        using var cursor = data.GetRowCursor([column]);
        var getter = cursor.GetGetter<T>(column);
        T value = default;
        while (cursor.MoveNext())
        {
            getter(ref value);
            yield return value;
        }
    }

    private static IEnumerable<TItem[]> Arrays<TItem>(IDataView data, DataViewSchema.Column column) =>
        Values<VBuffer<TItem>>(data, column).Select(vector =>
    {
        var items = new TItem[vector.Length];
        vector.CopyTo(items);
        return items;
    });

    private static string[] ToStrings(VBuffer<ReadOnlyMemory<char>> vector)
    {
        var items = new string[vector.Length];   // what a sparse vector leaves out stays null, as in the original
        foreach (var (index, text) in vector.Items()) items[index] = text.ToString();
        return items;
    }
}
