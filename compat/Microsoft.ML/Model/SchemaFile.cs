using System.Collections.Immutable;
using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>How a schema is saved: names, types, and annotations with their values. Columns of custom types, images among them, are left
/// out.</summary>
internal static class SchemaFile
{
    private static readonly PrimitiveDataViewType[] s_types =   // saved by their place here
    [
        NumberDataViewType.SByte, NumberDataViewType.Byte, NumberDataViewType.Int16, NumberDataViewType.UInt16, NumberDataViewType.Int32,
        NumberDataViewType.UInt32, NumberDataViewType.Int64, NumberDataViewType.UInt64,
        NumberDataViewType.Single, NumberDataViewType.Double,
        TextDataViewType.Instance, BooleanDataViewType.Instance, TimeSpanDataViewType.Instance, DateTimeDataViewType.Instance,
        DateTimeOffsetDataViewType.Instance, RowIdDataViewType.Instance,
    ];

    /// <summary>"MTSC": the first four bytes. The original's entry of this name is a binary data view, which this does not read.</summary>
    private const uint Signature = 0x4353544D;

    public static void Write(BinaryWriter writer, DataViewSchema schema)
    {
        writer.Write(Signature);
        var columns = schema.Where(c => CanSave(c.Type)).ToArray();
        Check.State(columns.Length > 0, "No valid columns to save");
        writer.Write(columns.Length);
        foreach (var column in columns)
        {
            WriteColumn(writer, column);
            var annotations = column.Annotations.Schema.Where(a => CanSave(a.Type)).ToArray();
            writer.Write(annotations.Length);
            foreach (var annotation in annotations)
            {
                WriteColumn(writer, annotation);
                ValueFile.Write(writer, column.Annotations, annotation);
            }
        }
    }

    public static DataViewSchema Read(BinaryReader reader)
    {
        if (reader.ReadUInt32() != Signature)
            throw new FormatException("The model was saved on the Microsoft.ML package, whose files this source-compatible subset does not read. "
                + "Load it there, or move the weights alone as safetensors.");
        var builder = new DataViewSchema.Builder();
        for (int count = reader.ReadInt32(); count > 0; count--)
        {
            var (name, type) = ReadColumn(reader);
            var annotations = new DataViewSchema.Annotations.Builder();
            for (int left = reader.ReadInt32(); left > 0; left--)
            {
                var (kind, annotationType) = ReadColumn(reader);
                annotations.Add(kind, annotationType, ValueFile.Read(reader, annotationType));
            }
            builder.AddColumn(name, type, annotations.ToAnnotations());
        }
        return builder.ToSchema();
    }

    private static bool CanSave(DataViewType type) => type.ItemType() is { } item
        && (item is KeyDataViewType || Array.IndexOf(s_types, item) >= 0);

    private static void WriteColumn(BinaryWriter writer, DataViewSchema.Column column)
    {
        var item = column.Type.ItemType();
        var dimensions = (column.Type as VectorDataViewType)?.Dimensions ?? [];
        writer.Write(column.Name);
        writer.Write((byte)Array.IndexOf(s_types, item is KeyDataViewType ? item.RawType.StandardType() : item));
        writer.Write((item as KeyDataViewType)?.Count ?? 0);
        writer.Write(dimensions.Length);
        foreach (int dimension in dimensions) writer.Write(dimension);
    }

    private static (string Name, DataViewType Type) ReadColumn(BinaryReader reader)
    {
        var name = reader.ReadString();
        var item = s_types[reader.ReadByte()];
        ulong keyCount = reader.ReadUInt64();
        if (keyCount > 0) item = new KeyDataViewType(item.RawType, keyCount);
        var dimensions = new int[reader.ReadInt32()];
        for (int i = 0; i < dimensions.Length; i++) dimensions[i] = reader.ReadInt32();
        return (name, dimensions.Length == 0 ? item : new VectorDataViewType(item, dimensions.ToImmutableArray()));
    }
}
