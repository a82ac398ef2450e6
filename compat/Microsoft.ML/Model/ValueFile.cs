using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>How the value of an annotation is saved: text as strings, everything else as its bytes; vectors densely, after their
/// length.</summary>
internal static class ValueFile
{
    public static void Write(BinaryWriter writer, DataViewSchema.Annotations annotations, DataViewSchema.Column column)
    {
        var method = column.Type is VectorDataViewType ? nameof(WriteVector) : nameof(WriteValue);
        Getters.Invoke(typeof(ValueFile), method, [column.Type.ItemType().RawType], writer, annotations, column);
    }

    /// <summary>Reads a value and returns a getter of it.</summary>
    public static Delegate Read(BinaryReader reader, DataViewType type) => (Delegate)Getters.Invoke(
        typeof(ValueFile), type is VectorDataViewType ? nameof(ReadVector) : nameof(ReadValue), [type.ItemType().RawType], reader);

    private static void WriteValue<T>(BinaryWriter writer, DataViewSchema.Annotations annotations, DataViewSchema.Column column)
    {
        T value = default;
        annotations.GetGetter<T>(column)(ref value);
        WriteItem(writer, value);
    }

    private static void WriteVector<T>(BinaryWriter writer, DataViewSchema.Annotations annotations, DataViewSchema.Column column)
    {
        VBuffer<T> vector = default;
        annotations.GetGetter<VBuffer<T>>(column)(ref vector);
        writer.Write(vector.Length);
        foreach (var item in vector.DenseValues()) WriteItem(writer, item);
    }

    private static void WriteItem<T>(BinaryWriter writer, T item)
    {
        if (item is ReadOnlyMemory<char> text) writer.Write(text.ToString());
        else writer.Write(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<T, byte>(ref item), Unsafe.SizeOf<T>()));
    }

    private static ValueGetter<T> ReadValue<T>(BinaryReader reader)
    {
        var item = ReadItem<T>(reader);
        return (ref T value) => value = item;
    }

    private static ValueGetter<VBuffer<T>> ReadVector<T>(BinaryReader reader)
    {
        var items = new T[reader.ReadInt32()];
        for (int i = 0; i < items.Length; i++) items[i] = ReadItem<T>(reader);
        return new VBuffer<T>(items.Length, items).CopyTo;
    }

    private static T ReadItem<T>(BinaryReader reader)
    {
        if (typeof(T) == typeof(ReadOnlyMemory<char>)) return (T)(object)reader.ReadString().AsMemory();
        T item = default;
        reader.BaseStream.ReadExactly(MemoryMarshal.CreateSpan(ref Unsafe.As<T, byte>(ref item), Unsafe.SizeOf<T>()));
        return item;
    }
}
