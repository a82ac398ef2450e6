using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Rows with frames and a column of every kind of value that a data view has.</summary>
internal static class KindsOfColumns
{
    internal static IDataView View(MLContext mlContext, int rows)
    {
        var definition = SchemaDefinition.Create(typeof(Row));
        definition[nameof(Row.Frame0)].ColumnType = new VectorDataViewType(NumberDataViewType.Byte, 3, ToyScenes.Height, ToyScenes.Width);
        definition[nameof(Row.Frame1)].ColumnType = new VectorDataViewType(NumberDataViewType.Byte, 3, ToyScenes.Height, ToyScenes.Width);
        return mlContext.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(i => new Row(i)).ToArray(), definition);
    }

    /// <summary>Every row's value of a column, as text that shows all of it.</summary>
    internal static IReadOnlyList<string> Texts(IDataView view, string column) => Texts(view, view.Schema[column]);

    private static List<string> Texts(IDataView view, DataViewSchema.Column column)
    {
        var read = new Func<IDataView, DataViewSchema.Column, List<string>>(Read<int>).Method.GetGenericMethodDefinition()
            .MakeGenericMethod(column.Type.RawType);
        return (List<string>)read.Invoke(null, [view, column])!;
    }

    private static List<string> Read<T>(IDataView view, DataViewSchema.Column column)
    {
        var texts = new List<string>();
        var predicted = view.Schema.GetColumnOrNull("PredictedDepth");
        using var cursor = view.GetRowCursor(predicted is { } scored ? [column, scored] : [column]);
        var getter = cursor.GetGetter<T>(column);
        T value = default!;
        while (cursor.MoveNext())
        {
            getter(ref value);
            texts.Add(Text(value));
        }
        return texts;
    }

    private static string Text(object? value) => value switch
    {
        null => "null",
        MLImage image => $"{image.Width} x {image.Height} {image.PixelFormat} {image.Tag}: {Convert.ToHexString(image.Pixels)}",
        VBuffer<float> vector => $"{vector.IsDense} {vector.Length}: {string.Join(' ', vector.Items())}",
        VBuffer<byte> vector => Convert.ToHexString(vector.DenseValues().ToArray()),
        VBuffer<ReadOnlyMemory<char>> vector => string.Join('|', vector.DenseValues()),
        _ => FormattableString.Invariant($"{value}"),
    };

    internal sealed record Payload(int Number);

    private sealed class PayloadType() : StructuredDataViewType(typeof(Payload))
    {
        public override bool Equals(DataViewType? other) => other is PayloadType;

        public override bool Equals(object? other) => other is PayloadType;

        public override int GetHashCode() => 1;
    }

    [AttributeUsage(AttributeTargets.Property)]
    private sealed class PayloadColumnAttribute : DataViewTypeAttribute
    {
        public override bool Equals(DataViewTypeAttribute? other) => other is PayloadColumnAttribute;

        public override bool Equals(object? other) => other is PayloadColumnAttribute;

        public override int GetHashCode() => 1;

        public override void Register() => DataViewTypeManager.Register(new PayloadType(), typeof(Payload), this);
    }

    private sealed class Row(int i)
    {
        private readonly ToyScenes.Scene _scene = ToyScenes.Create(new Random(i));

        public byte[] Frame0 => _scene.Frame0;

        public byte[] Frame1 => _scene.Frame1;

        public bool Boolean => i % 2 == 0;

        public sbyte SByte => (sbyte)-i;

        public byte Byte => (byte)i;

        public short Int16 => (short)-i;

        public uint UInt32 => (uint)i;

        public long Int64 => long.MaxValue - i;

        public float Single => i / 3f;

        public double Double => i % 3 == 0 ? double.NaN : i / 3d;

        [KeyType(20)]
        public uint Key => (uint)(i % 5);

        public string Text => i % 3 == 0 ? "" : $"row {i}";

        public DateTime DateTime => new(2026, 1, 1 + i);

        public DateTimeOffset DateTimeOffset => new(2026, 1, 1 + i, 0, 0, 0, TimeSpan.FromHours(2));

        public TimeSpan TimeSpan => TimeSpan.FromMinutes(i);

        public DataViewRowId RowId => new((ulong)i, 7);

        [VectorType(3)]
        public float[] Known => [i, i + 0.5f, -i];

        public float[] Variable => [.. Enumerable.Range(0, i % 4).Select(k => k + i / 10f)];

        public VBuffer<float> Sparse => new(1000, 2, [i + 1, 2], [i, i + 100]);

        public string[] Texts => [.. Enumerable.Range(0, i % 3).Select(k => $"{i}.{k}")];

        [ImageType(2, 3)]
        public MLImage? Image { get; } = CreateImage(i);

        [PayloadColumn]
        public Payload Custom { get; } = new(i);

        private static MLImage CreateImage(int i)
        {
            var image = MLImage.CreateFromPixels(3, 2, MLPixelFormat.Rgba32, [.. Enumerable.Range(0, 24).Select(k => k % 4 == 3 ? (byte)255 : (byte)(k + i))]);
            image.Tag = $"image {i}";
            return image;
        }
    }
}
