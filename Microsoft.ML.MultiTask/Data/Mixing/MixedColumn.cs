using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Data.Mixing;

/// <summary>A column of several views' rows.</summary>
/// <param name="Name">Its name, in each view that has it.</param>
/// <param name="Type">Its type, in each view that has it.</param>
/// <param name="Annotations">Those of one of the views.</param>
/// <param name="Sources">The column in each view; null where the view lacks it, and all its values are missing.</param>
/// <param name="Fallbacks">For text: what stands for an empty value, in each view; null where it is empty text.</param>
internal sealed record MixedColumn(
    string Name, DataViewType Type, DataViewSchema.Annotations? Annotations, IReadOnlyList<DataViewSchema.Column?> Sources, IReadOnlyList<string>? Fallbacks = null)
{
    /// <summary>Whether a type has a value that stands for a missing one.</summary>
    public static bool CanBeMissing(DataViewType type) =>
        type is TextDataViewType || type.Equals(NumberDataViewType.Single) || type.Equals(NumberDataViewType.Double)
        || (type is VectorDataViewType { Dimensions: [> 0, > 0] } vector                    // a label; a frame has three dimensions
            && (vector.ItemType.Equals(NumberDataViewType.Byte) || vector.ItemType.Equals(NumberDataViewType.Single)));

    /// <summary>Reads a view's values of this column.</summary>
    /// <param name="view">The view's place.</param>
    /// <param name="row">The view's row; the column is active in it where the view has it.</param>
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
        VectorDataViewType { ItemType: var item, Size: var size } when item.Equals(NumberDataViewType.Byte) => Missing(size, DenseTask.Ignore),
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
