using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Which columns of a schema go into which members of a user's type.</summary>
internal sealed class ObjectBinding<TRow>
    where TRow : class
{
    private readonly (UserColumn Member, DataViewSchema.Column Source)[] _columns;

    public ObjectBinding(DataViewSchema schema, bool ignoreMissingColumns, SchemaDefinition definition)
    {
        var columns = new List<(UserColumn, DataViewSchema.Column)>();
        foreach (var member in UserColumn.Of(typeof(TRow), definition, SchemaDefinition.Direction.Write))
        {
            var source = schema.GetColumnOrNull(member.Name);
            if (source == null && ignoreMissingColumns) continue;
            if (source == null) throw Check.MissingColumn(nameof(schema), "", member.Name);
            var (item, isVector) = MemberType.ItemOf(member.Member);
            Check.State(isVector == source.Value.Type is VectorDataViewType && source.Value.Type.ItemType().RawType == item,
                $"Can't bind the IDataView column '{member.Name}' of type '{source.Value.Type}' to field or property '{member.Member.Name}' of type '{member.Member.ValueType().FullName}'.");
            columns.Add((member, source.Value));
        }
        _columns = columns.ToArray();
    }

    public IEnumerable<DataViewSchema.Column> Sources => _columns.Select(c => c.Source);

    /// <summary>What fills an object from the row's present values.</summary>
    public Action<TRow> CreateWriter(DataViewRow row)
    {
        var setters = _columns.Select(c => CreateSetter(row, c.Source, c.Member.Member)).ToArray();
        return target =>
        {
            foreach (var set in setters) set(target);
        };
    }

    private static Action<TRow> CreateSetter(DataViewRow row, DataViewSchema.Column source, MemberInfo member)
    {
        var type = member.ValueType();
        if (type == typeof(string)) return Text(row, source, member);
        if (type == typeof(string[])) return Texts(row, source, member);
        var method = type.IsArray ? nameof(Array) : source.Type is VectorDataViewType ? nameof(Vector) : nameof(Value);
        return (Action<TRow>)Getters.Invoke(typeof(ObjectBinding<TRow>), method, [source.Type.ItemType().RawType], row, source, member);
    }

    private static Action<TRow> Text(DataViewRow row, DataViewSchema.Column source, MemberInfo member)
    {
        var getter = row.GetGetter<ReadOnlyMemory<char>>(source);
        var write = MemberAccess.Writer<TRow, string>(member);
        ReadOnlyMemory<char> value = default;
        return target =>
        {
            getter(ref value);
            write(target, value.ToString());
        };
    }

    private static Action<TRow> Texts(DataViewRow row, DataViewSchema.Column source, MemberInfo member)
    {
        var getter = row.GetGetter<VBuffer<ReadOnlyMemory<char>>>(source);
        var read = MemberAccess.Reader<TRow, string[]>(member);
        var write = MemberAccess.Writer<TRow, string[]>(member);
        VBuffer<ReadOnlyMemory<char>> value = default;
        return target =>
        {
            getter(ref value);
            var items = ArrayFor(value.Length, read(target));
            foreach (var (index, item) in value.Items(all: true)) items[index] = item.ToString();
            write(target, items);
        };
    }

    private static Action<TRow> Array<TItem>(DataViewRow row, DataViewSchema.Column source, MemberInfo member)
    {
        var getter = row.GetGetter<VBuffer<TItem>>(source);
        var read = MemberAccess.Reader<TRow, TItem[]>(member);
        var write = MemberAccess.Writer<TRow, TItem[]>(member);
        VBuffer<TItem> value = default;
        return target =>
        {
            getter(ref value);
            var items = ArrayFor(value.Length, read(target));
            value.CopyTo(items);
            write(target, items);
        };
    }

    private static Action<TRow> Vector<TItem>(DataViewRow row, DataViewSchema.Column source, MemberInfo member)
    {
        var getter = row.GetGetter<VBuffer<TItem>>(source);
        var read = MemberAccess.Reader<TRow, VBuffer<TItem>>(member);
        var write = MemberAccess.Writer<TRow, VBuffer<TItem>>(member);
        return target =>
        {
            var value = read(target);   // its arrays are reused
            getter(ref value);
            write(target, value);
        };
    }

    // One variable for all rows: what the getter owns, such as an image, is disposed when it puts the next one there.
    private static Action<TRow> Value<TValue>(DataViewRow row, DataViewSchema.Column source, MemberInfo member)
    {
        var getter = row.GetGetter<TValue>(source);
        var write = MemberAccess.Writer<TRow, TValue>(member);
        TValue value = default;
        return target =>
        {
            getter(ref value);
            write(target, value);
        };
    }

    private static TItem[] ArrayFor<TItem>(int length, TItem[] existing) => existing?.Length == length ? existing : new TItem[length];
}
