using System.Runtime.InteropServices;
using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Batches;

/// <summary>Copies one vector column of a cursor to where its pixels are wanted.</summary>
internal abstract class PixelColumn
{
    /// <param name="row">Where to read from.</param>
    /// <param name="column">A vector column of Byte or Single.</param>
    /// <param name="task">The task whose label it is; null for a frame.</param>
    internal static PixelColumn Open(DataViewRow row, DataViewSchema.Column column, DenseTask? task = null) =>
        ((VectorDataViewType)column.Type).ItemType.RawType == typeof(byte)
            ? new ByteColumn(row, column, task?.LabelLimit ?? DenseTask.Ignore)
            : new SingleColumn(row, column, task);

    /// <summary>Reads the current row's value.</summary>
    /// <param name="target">The memory of as many values as the column's vectors have.</param>
    /// <returns>Whether any pixel is labelled: is not 255, or is what its task calls labelled.</returns>
    internal abstract bool Read(Span<byte> target);

    /// <summary>Reads the current row's value into a byte[] or float[] of the same length.</summary>
    internal bool Read(Array target) =>
        Read(MemoryMarshal.CreateSpan(ref MemoryMarshal.GetArrayDataReference(target), Buffer.ByteLength(target)));

    private abstract class Typed<T>(DataViewRow row, DataViewSchema.Column column) : PixelColumn
        where T : unmanaged
    {
        private readonly ValueGetter<VBuffer<T>> _getter = row.GetGetter<VBuffer<T>>(column);
        private readonly int _length = ((VectorDataViewType)column.Type).Size;
        private VBuffer<T> _value;

        internal override bool Read(Span<byte> target)
        {
            _getter(ref _value);
            if (_value.Length != _length)
                throw new InvalidDataException(
                    $"Column '{column.Name}', row {row.Position}: must have {_length} values, but had {_value.Length}.");
            var pixels = MemoryMarshal.Cast<byte, T>(target);
            _value.CopyTo(pixels);
            return Check(pixels);
        }

        protected abstract bool Check(ReadOnlySpan<T> pixels);
    }

    private sealed class ByteColumn(DataViewRow row, DataViewSchema.Column column, int limit) : Typed<byte>(row, column)
    {
        private readonly DataViewRow _row = row;
        private readonly string _name = column.Name;

        protected override bool Check(ReadOnlySpan<byte> pixels)
        {
            if (limit < DenseTask.Ignore)
            {
                int wrong = pixels.IndexOfAnyInRange((byte)limit, (byte)(DenseTask.Ignore - 1));
                if (wrong >= 0)
                    throw new InvalidDataException(
                        $"Column '{_name}', row {_row.Position}: class ids must be 0 to {limit - 1}, or {DenseTask.Ignore} for none, but a "
                        + $"pixel had {pixels[wrong]}.");
            }
            return pixels.IndexOfAnyExcept(DenseTask.Ignore) >= 0;
        }
    }

    private sealed class SingleColumn(DataViewRow row, DataViewSchema.Column column, DenseTask? task) : Typed<float>(row, column)
    {
        protected override bool Check(ReadOnlySpan<float> pixels)
        {
            if (task is null) return true;
            foreach (float pixel in pixels)
                if (task.IsLabelled(pixel)) return true;
            return false;
        }
    }
}
