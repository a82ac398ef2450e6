using System.Runtime.ExceptionServices;

namespace Microsoft.ML.MultiTask.Batches;

/// <summary>
/// The values of a column of <typeparamref name="T"/> for the rows of a batch: numbers, text, keys, times, which an assignment copies.
/// Objects of a custom type are passed on by reference.
/// </summary>
internal class ColumnBuffer<T>(int capacity) : ColumnBuffer
{
    private readonly T[] _values = new T[capacity];
    private readonly ExceptionDispatchInfo?[] _errors = new ExceptionDispatchInfo?[capacity];

    /// <summary>Copies a row's value to the consumer, or raises what reading it raised.</summary>
    internal void Get(int place, ref T value)
    {
        _errors[place]?.Throw();
        CopyTo(place, ref value);
    }

    /// <summary>Stores a value. What it is left at goes to the cursor's getter with the next row, which may reuse or dispose it.</summary>
    protected virtual void Store(int place, ref T value)
    {
        _values[place] = value;
        value = default!;                                           // so that a getter cannot fill the same object again
    }

    /// <summary>Copies a stored value; the consumer owns the copy.</summary>
    protected virtual void CopyTo(int place, ref T value) => value = _values[place];

    private protected override Action<ColumnBuffer, int> OpenTyped(DataViewRow cursor, DataViewSchema.Column column)
    {
        var getter = cursor.GetGetter<T>(column);
        T value = default!;
        return (buffer, place) =>
        {
            var typed = (ColumnBuffer<T>)buffer;
            try
            {
                getter(ref value);
                typed.Store(place, ref value);
                typed._errors[place] = null;
            }
            catch (Exception exception)
            {
                typed._errors[place] = ExceptionDispatchInfo.Capture(exception);
            }
        };
    }
}
