using System.Runtime.ExceptionServices;

namespace Microsoft.ML.MultiTask.Batches;

/// <summary>The values of a column of <typeparamref name="T"/> for the rows of a batch.</summary>
internal abstract class ColumnBuffer<T>(int capacity) : ColumnBuffer
{
    private readonly ExceptionDispatchInfo?[] _errors = new ExceptionDispatchInfo?[capacity];

    /// <summary>Copies a row's value to the consumer, or raises what reading it raised.</summary>
    internal void Get(int place, ref T value)
    {
        _errors[place]?.Throw();
        CopyTo(place, ref value);
    }

    /// <summary>Stores a value.</summary>
    /// <param name="place">The row's place.</param>
    /// <param name="value">The value; what it is left at goes to the cursor's getter with the next row, which may reuse or dispose it.</param>
    protected abstract void Store(int place, ref T value);

    /// <summary>Copies a stored value; the consumer owns the copy.</summary>
    protected abstract void CopyTo(int place, ref T value);

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
