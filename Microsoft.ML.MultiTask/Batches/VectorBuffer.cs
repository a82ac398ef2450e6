using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Batches;

/// <summary>Vectors. Their arrays are reused from batch to batch.</summary>
internal sealed class VectorBuffer<T>(int capacity) : ColumnBuffer<VBuffer<T>>(capacity)
{
    private readonly VBuffer<T>[] _values = new VBuffer<T>[capacity];

    protected override void Store(int place, ref VBuffer<T> value) => (_values[place], value) = (value, _values[place]);

    protected override void CopyTo(int place, ref VBuffer<T> value) => _values[place].CopyTo(ref value);
}
