using Microsoft.ML;
using Microsoft.ML.Data;

/// <summary>A row of noise with a label for every task, of the network's input size.</summary>
internal sealed class Scene
{
    internal const int Height = 224;
    internal const int Width = 384;
    internal const int Classes = 20;

    public byte[] Frame0 { get; set; } = [];
    public byte[] Frame1 { get; set; } = [];
    public byte[] Segmentation { get; set; } = [];
    public float[] Depth { get; set; } = [];
    public byte[] Motion { get; set; } = [];

    /// <summary>An in-memory view of such rows.</summary>
    internal static IDataView View(MLContext mlContext, int rows)
    {
        var random = new Random(1);
        var definition = SchemaDefinition.Create(typeof(Scene));
        definition[nameof(Frame0)].ColumnType = new VectorDataViewType(NumberDataViewType.Byte, 3, Height, Width);
        definition[nameof(Frame1)].ColumnType = new VectorDataViewType(NumberDataViewType.Byte, 3, Height, Width);
        definition[nameof(Segmentation)].ColumnType = new VectorDataViewType(NumberDataViewType.Byte, Height, Width);
        definition[nameof(Depth)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, Height, Width);
        definition[nameof(Motion)].ColumnType = new VectorDataViewType(NumberDataViewType.Byte, Height, Width);
        return mlContext.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(_ => Noise(random)).ToArray(), definition);
    }

    private static Scene Noise(Random random)
    {
        byte[] Bytes(int planes, int below) => [.. Enumerable.Range(0, planes * Height * Width).Select(_ => (byte)random.Next(below))];
        return new Scene
        {
            Frame0 = Bytes(3, 256),
            Frame1 = Bytes(3, 256),
            Segmentation = Bytes(1, Classes),
            Depth = [.. Enumerable.Range(0, Height * Width).Select(_ => 1 + 50 * random.NextSingle())],
            Motion = Bytes(1, 2),
        };
    }
}
