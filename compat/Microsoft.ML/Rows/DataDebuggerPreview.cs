using System.Collections.Immutable;

namespace Microsoft.ML.Data;

/// <summary>The first rows of a view with all columns, read eagerly.</summary>
public sealed class DataDebuggerPreview
{
    internal DataDebuggerPreview(IDataView data, int maxRows)
    {
        ArgumentNullException.ThrowIfNull(data);
        Check.Param(maxRows >= 0, nameof(maxRows), "Must not be negative.");
        Schema = data.Schema;
        var rows = ImmutableArray.CreateBuilder<RowInfo>();
        using (var cursor = data.GetRowCursor(Schema))
        {
            var readers = Schema.Select(c =>
                (Func<object>)Getters.Invoke(typeof(DataDebuggerPreview), nameof(Reader), [c.Type.RawType], cursor, c)).ToArray();
            while (rows.Count < maxRows && cursor.MoveNext())
                rows.Add(new RowInfo(readers.Select((read, i) => KeyValuePair.Create(Schema[i].Name, read())).ToArray()));
        }
        RowView = rows.ToImmutable();
        ColumnView = Schema.Select(c => new ColumnInfo(c, rows.Select(r => r.Values[c.Index].Value).ToArray())).ToImmutableArray();
    }

    public DataViewSchema Schema { get; }

    public ImmutableArray<ColumnInfo> ColumnView { get; }

    public ImmutableArray<RowInfo> RowView { get; }

    public override string ToString() => $"{Schema.Count} columns, {RowView.Length} rows";

    private static Func<object> Reader<T>(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<T>(column);
        return () =>
        {
            T value = default;   // a buffer of its own for each row
            getter(ref value);
            return value;
        };
    }

    public sealed class RowInfo
    {
        internal RowInfo(KeyValuePair<string, object>[] values) => Values = values;

        public KeyValuePair<string, object>[] Values { get; }

        public override string ToString() => $"{Values.Length} columns";
    }

    public sealed class ColumnInfo
    {
        internal ColumnInfo(DataViewSchema.Column column, object[] values)
        {
            Column = column;
            Values = values;
        }

        public DataViewSchema.Column Column { get; }

        public object[] Values { get; }

        public override string ToString() => $"{Column.Name}: {Column.Type}";
    }
}
