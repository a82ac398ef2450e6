using Microsoft.ML;
using Microsoft.ML.Data;

/// <summary>Reads a data view as its consumer would.</summary>
internal static class RowReading
{
    /// <summary>Reads the values of some vector columns, a row at each step.</summary>
    /// <returns>The number of rows read so far, after each row.</returns>
    internal static IEnumerable<int> Read(IDataView rows, IEnumerable<string> columnNames)
    {
        DataViewSchema.Column[] columns = [.. columnNames.Select(name => rows.Schema[name])];
        using var cursor = rows.GetRowCursor(columns);
        Action[] reads = [.. columns.Select(column => ((VectorDataViewType)column.Type).ItemType.RawType == typeof(byte)
            ? Reader<byte>(cursor, column)
            : Reader<float>(cursor, column))];
        for (int count = 1; cursor.MoveNext(); count++)
        {
            foreach (var read in reads) read();
            yield return count;
        }
    }

    private static Action Reader<T>(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<VBuffer<T>>(column);
        VBuffer<T> value = default;
        return () => getter(ref value);
    }
}
