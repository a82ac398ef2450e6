using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Data.Mixing;

/// <summary>A column over the rows of several views.</summary>
/// <param name="Name">The name, the same in each view that has the column.</param>
/// <param name="Type">The type, likewise.</param>
/// <param name="Annotations">The annotations, from one of the views.</param>
/// <param name="Sources">The column in each view; null for a view that lacks it, whose values are all missing.</param>
/// <param name="Fallbacks">For text, per view: the replacement of empty values; null to keep them empty.</param>
internal sealed record MixedColumn(
    string Name, DataViewType Type, DataViewSchema.Annotations? Annotations, IReadOnlyList<DataViewSchema.Column?> Sources,
    IReadOnlyList<string>? Fallbacks = null)
{
    /// <summary>Whether a type has a value for missing data.</summary>
    public static bool CanBeMissing(DataViewType type) =>
        type is TextDataViewType || type.Equals(NumberDataViewType.Single) || type.Equals(NumberDataViewType.Double)
        || (type is VectorDataViewType { Dimensions: [> 0, > 0] } vector                    // a label; frames have three dimensions
            && (vector.ItemType.Equals(NumberDataViewType.Byte) || vector.ItemType.Equals(NumberDataViewType.Single)));

    /// <summary>Creates the getter of this column for a view, from its row.</summary>
    public ValueGetter<TValue> Getter<TValue>(int view, DataViewRow row) =>
        Fallbacks is not null ? (ValueGetter<TValue>)(Delegate)Text(Sources[view], row, Fallbacks[view].AsMemory())
        : Sources[view] is { } column ? row.GetGetter<TValue>(column)
        : (ValueGetter<TValue>)Missing();

    private static ValueGetter<ReadOnlyMemory<char>> Text(DataViewSchema.Column? column, DataViewRow row, ReadOnlyMemory<char> fallback)
    {
        if (column is not { } own)
            return (ref ReadOnlyMemory<char> text) => text = fallback;
        var getter = row.GetGetter<ReadOnlyMemory<char>>(own);
        return (ref ReadOnlyMemory<char> text) =>
        {
            getter(ref text);
            if (text.IsEmpty)
                text = fallback;
        };
    }

    private Delegate Missing() => Type switch
    {
        TextDataViewType => (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> text) => text = default),
        VectorDataViewType { ItemType: var item, Size: var size } when item.Equals(NumberDataViewType.Byte) =>
            Missing(size, ClassLabelEncoding.Ignore),
        VectorDataViewType { Size: var size } => Missing(size, float.NaN),
        _ when Type.Equals(NumberDataViewType.Single) => (ValueGetter<float>)((ref float number) => number = float.NaN),
        _ => (ValueGetter<double>)((ref double number) => number = double.NaN),
    };

    private static ValueGetter<VBuffer<T>> Missing<T>(int size, T missing) => (ref VBuffer<T> value) =>
    {
        var editor = VBufferEditor.Create(ref value, size);
        editor.Values.Fill(missing);
        value = editor.Commit();
    };
}
