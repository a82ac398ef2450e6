using System.Globalization;
using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>A row whose values are members of an object of the user's, exchanged for the next one by <see cref="Set"/>.</summary>
internal sealed class ObjectRow<TRow> : DataViewRow
    where TRow : class
{
    private readonly Delegate[] _getters;
    private TRow _row;
    private long _position = -1;

    public ObjectRow(DataViewSchema schema, UserColumn[] columns, Func<int, bool> active)
    {
        Schema = schema;
        _getters = columns.Select((column, i) => active(i) ? CreateGetter(column) : null).ToArray();
    }

    public override long Position => _position;

    public override long Batch => 0;

    public override DataViewSchema Schema { get; }

    public void Set(TRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        _row = row;
        _position++;
    }

    /// <summary>Makes the row stand before the first one again, or after the last.</summary>
    public void Leave()
    {
        _row = null;
        _position = -1;
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) =>
    {
        _ = Current;
        id = new DataViewRowId((ulong)_position, 0);
    };

    public override bool IsColumnActive(DataViewSchema.Column column) => _getters[column.Index] != null;

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
        Getters.Typed<TValue>(_getters[column.Index], column);

    private TRow Current => _row ?? throw new InvalidOperationException("Values can only be fetched when the cursor is at a row.");

    private Delegate CreateGetter(UserColumn column)
    {
        var type = column.Member.ValueType();
        if (type == typeof(string)) return Text(MemberAccess.Reader<TRow, string>(column.Member));
        if (type == typeof(string[])) return Texts(MemberAccess.Reader<TRow, string[]>(column.Member));
        var method = type.IsArray ? nameof(Array)
            : column.Type is VectorDataViewType ? nameof(Vector)
            : column.Type is KeyDataViewType ? nameof(Key)
            : nameof(Value);
        return (Delegate)GetType().GetMethod(method, BindingFlags.Instance | BindingFlags.NonPublic)
            .MakeGenericMethod(column.Type.ItemType().RawType)
            .Invoke(this, BindingFlags.DoNotWrapExceptions, null, [column], null);
    }

    private ValueGetter<ReadOnlyMemory<char>> Text(Func<TRow, string> read) =>
        (ref ReadOnlyMemory<char> value) => value = read(Current).AsMemory();

    private ValueGetter<VBuffer<ReadOnlyMemory<char>>> Texts(Func<TRow, string[]> read) => (ref VBuffer<ReadOnlyMemory<char>> value) =>
    {
        var texts = read(Current) ?? [];
        var editor = VBufferEditor.Create(ref value, texts.Length);
        for (int i = 0; i < texts.Length; i++) editor.Values[i] = texts[i].AsMemory();
        value = editor.Commit();
    };

    private ValueGetter<VBuffer<TItem>> Array<TItem>(UserColumn column)
    {
        var read = MemberAccess.Reader<TRow, TItem[]>(column.Member);
        return (ref VBuffer<TItem> value) =>
        {
            var items = read(Current) ?? [];
            VBuffer<TItem>.Copy(items, 0, ref value, items.Length);
        };
    }

    private ValueGetter<VBuffer<TItem>> Vector<TItem>(UserColumn column)
    {
        var read = MemberAccess.Reader<TRow, VBuffer<TItem>>(column.Member);
        return (ref VBuffer<TItem> value) => read(Current).CopyTo(ref value);
    }

    // A member holds 0..Count-1, a key column 1..Count and 0 for what is missing or out of range.
    private ValueGetter<TValue> Key<TValue>(UserColumn column)
    {
        var read = MemberAccess.Reader<TRow, TValue>(column.Member);
        ulong count = ((KeyDataViewType)column.Type).Count;
        return (ref TValue value) =>
        {
            ulong key = Convert.ToUInt64(read(Current), CultureInfo.InvariantCulture);
            value = (TValue)Convert.ChangeType(key < count ? key + 1 : 0, typeof(TValue), CultureInfo.InvariantCulture);
        };
    }

    private ValueGetter<TValue> Value<TValue>(UserColumn column)
    {
        var read = MemberAccess.Reader<TRow, TValue>(column.Member);
        return (ref TValue value) => value = read(Current);
    }
}
