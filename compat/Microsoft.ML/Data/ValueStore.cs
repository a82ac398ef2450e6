namespace Microsoft.ML.Data;

/// <summary>Values of one column, copied aside and fetched by row.</summary>
internal abstract class ValueStore
{
    /// <summary>A store of a row's values of a column.</summary>
    public static ValueStore Create(DataViewRow row, DataViewSchema.Column column) => column.Type is VectorDataViewType vector
        ? (ValueStore)Getters.Invoke(typeof(ValueStore), nameof(OfVectors), [vector.ItemType.RawType], row, column)
        : (ValueStore)Getters.Invoke(typeof(ValueStore), nameof(OfValues), [column.Type.RawType], row, column);

    /// <summary>Puts the row's present value at an index: one used before, or the next new one.</summary>
    public abstract void Put(int index);

    /// <summary>A getter of the value at the index that the function gives.</summary>
    public abstract Delegate Getter(Func<int> index);

    private static Values<T> OfValues<T>(DataViewRow row, DataViewSchema.Column column) =>
        new(row.GetGetter<T>(column), (in T source, ref T destination) => destination = source);

    private static Values<VBuffer<T>> OfVectors<T>(DataViewRow row, DataViewSchema.Column column) =>
        new(row.GetGetter<VBuffer<T>>(column), (in VBuffer<T> source, ref VBuffer<T> destination) => source.CopyTo(ref destination));

    public delegate void Copy<T>(in T source, ref T destination);

    public sealed class Values<T>(ValueGetter<T> getter, Copy<T> copy) : ValueStore
    {
        private readonly List<T> _values = [];

        public override void Put(int index)
        {
            T value = index < _values.Count ? _values[index] : default;
            getter(ref value);
            lock (_values)
            {
                if (index < _values.Count) _values[index] = value;
                else _values.Add(value);
            }
        }

        public override Delegate Getter(Func<int> index) => (ValueGetter<T>)((ref T destination) =>
        {
            T value;
            lock (_values) value = _values[index()];
            copy(in value, ref destination);
        });
    }
}
