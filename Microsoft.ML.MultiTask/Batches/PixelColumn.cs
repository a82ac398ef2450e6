using System.Runtime.InteropServices;
using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Batches;

/// <summary>Copies the pixels of one vector column of a row, and checks them.</summary>
internal abstract class PixelColumn
{
    /// <summary>Opens a vector column of Byte or Single: the label of a task, or a frame.</summary>
    internal static PixelColumn Open(DataViewRow row, DataViewSchema.Column column, DenseTask? task = null) =>
        ((VectorDataViewType)column.Type).ItemType.RawType == typeof(byte)
            ? new ByteColumn(row, column, task?.LabelLimit ?? DenseTask.Ignore)
            : new SingleColumn(row, column, task);

    /// <summary>Copies pixels into a vector, which becomes dense.</summary>
    internal static void Write<T>(ReadOnlySpan<byte> pixels, ref VBuffer<T> vector) where T : unmanaged
    {
        var values = MemoryMarshal.Cast<byte, T>(pixels);
        var editor = VBufferEditor.Create(ref vector, values.Length);
        values.CopyTo(editor.Values);
        vector = editor.Commit();
    }

    /// <summary>Copies the current row's pixels.</summary>
    /// <param name="target">Memory of the length of the column's vectors.</param>
    /// <returns>Whether any pixel is labelled: Byte unless it is 255, Single as the task defines it.</returns>
    /// <exception cref="InvalidDataException">The vector has another length, or a class id is out of its task's range.</exception>
    internal abstract bool Read(Span<byte> target);

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
                throw new InvalidDataException($"{Place}: must have {_length} values, but had {_value.Length}.");
            var pixels = MemoryMarshal.Cast<byte, T>(target);
            _value.CopyTo(pixels);
            return Check(pixels);
        }

        protected string Place => $"Column '{column.Name}', row {row.Position}";

        protected abstract bool Check(ReadOnlySpan<T> pixels);
    }

    private sealed class ByteColumn(DataViewRow row, DataViewSchema.Column column, int limit) : Typed<byte>(row, column)
    {
        protected override bool Check(ReadOnlySpan<byte> pixels)
        {
            if (limit < DenseTask.Ignore)
            {
                int wrong = pixels.IndexOfAnyInRange((byte)limit, (byte)(DenseTask.Ignore - 1));
                if (wrong >= 0)
                    throw new InvalidDataException(
                        $"{Place}: class ids must be 0 to {limit - 1}, or {DenseTask.Ignore} for none, but a pixel had {pixels[wrong]}.");
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
