using System.IO.Hashing;
using System.Runtime.InteropServices;
using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Toy scenes with a number each, and what readers got of them.</summary>
internal static class NumberedScenes
{
    private static readonly string[] s_images = ["Frame0", "Frame1", "Segmentation", "Depth", "Motion"];

    internal static IDataView View(MLContext mlContext, int rows)
    {
        var scenes = Enumerable.Range(0, rows).Select(i =>
        {
            var toy = ToyScenes.Create(new Random(i));
            return new Scene { Number = i, Frame0 = toy.Frame0, Frame1 = toy.Frame1, Segmentation = toy.Segmentation, Depth = toy.Depth, Motion = toy.Motion };
        });
        var (toys, definition) = (ToyScenes.Definition(ToyScenes.Height, ToyScenes.Width), SchemaDefinition.Create(typeof(Scene)));
        foreach (string name in s_images)
            definition[name].ColumnType = toys[name].ColumnType;
        return mlContext.Data.LoadFromEnumerable(scenes.ToArray(), definition);
    }

    /// <summary>A hash of all images of each row, by its number.</summary>
    internal static SortedDictionary<int, ulong> Hashes(IDataView data, Random? shuffle = null)
    {
        using var cursor = data.GetRowCursor(data.Schema, shuffle);
        var hashes = new SortedDictionary<int, ulong>();
        Read(cursor, hashes);
        return hashes;
    }

    internal static void Read(DataViewRowCursor cursor, IDictionary<int, ulong> hashes)
    {
        var number = cursor.GetGetter<int>(cursor.Schema["Number"]);
        Action<XxHash64>[] images = [.. s_images.Select(name =>
            name == "Depth" ? Appending<float>(cursor, cursor.Schema[name]) : Appending<byte>(cursor, cursor.Schema[name]))];
        while (cursor.MoveNext())
        {
            int row = 0;
            number(ref row);
            var hash = new XxHash64();
            foreach (var append in images)
                append(hash);
            lock (hashes) hashes.Add(row, hash.GetCurrentHashAsUInt64());
        }
    }

    private static Action<XxHash64> Appending<T>(DataViewRow row, DataViewSchema.Column column)
        where T : unmanaged
    {
        var getter = row.GetGetter<VBuffer<T>>(column);
        VBuffer<T> values = default;
        return hash =>
        {
            getter(ref values);
            hash.Append(MemoryMarshal.AsBytes(values.GetValues()));
        };
    }

    private sealed class Scene
    {
        public int Number { get; set; }
        public byte[] Frame0 { get; set; } = [];
        public byte[] Frame1 { get; set; } = [];
        public byte[] Segmentation { get; set; } = [];
        public float[] Depth { get; set; } = [];
        public byte[] Motion { get; set; } = [];
    }
}
