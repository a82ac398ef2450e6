namespace Microsoft.ML.MultiTask.Batches;

/// <summary>Numbers, text, keys, times: values that an assignment copies. Objects of a custom type are passed on by reference.</summary>
internal sealed class ValueBuffer<T>(int capacity) : ColumnBuffer<T>(capacity)
{
    private readonly T[] _values = new T[capacity];

    protected override void Store(int place, ref T value)
    {
        _values[place] = value;
        value = default!;                                           // so that a getter cannot fill the same object again
    }

    protected override void CopyTo(int place, ref T value) => value = _values[place];
}
