using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Reporting.Rows;

/// <summary>Reads the pixels of vector columns in the current row.</summary>
internal static class PixelValues
{
    /// <summary>Opens a column of frames, labels or predictions.</summary>
    /// <param name="row">The row to read from.</param>
    /// <param name="column">A column of Vector&lt;Byte&gt; or Vector&lt;Single&gt;, as <typeparamref name="T"/>.</param>
    /// <returns>A function that returns the pixels of the current row.</returns>
    public static Func<T[]> Reader<T>(DataViewRow row, DataViewSchema.Column column)
        where T : unmanaged
    {
        var getter = row.GetGetter<VBuffer<T>>(column);
        var length = ((VectorDataViewType)column.Type).Size;
        VBuffer<T> value = default;
        return () =>
        {
            getter(ref value);
            return value.Length == length ? [.. value.DenseValues()] : throw new InvalidDataException(
                $"Column '{column.Name}', row {row.Position}: must have {length} values, but had {value.Length}.");
        };
    }
}
