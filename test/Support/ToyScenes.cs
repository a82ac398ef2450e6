using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>
/// Two-frame scenes in memory, easy to learn: a bright square before a dark ground, in half of the rows brighter in the second frame,
/// which counts as moving.
/// </summary>
internal static class ToyScenes
{
    internal const int Height = 32;
    internal const int Width = 64;
    internal const int Classes = 3;

    internal static IReadOnlyList<DenseTask> Tasks => [DenseTask.Segmentation(Classes), DenseTask.Depth(), DenseTask.Motion()];

    internal static MultiNetPlusPlusOptions Options => new()
    {
        Tasks = Tasks,
        Encoder = EncoderArchitecture.ResNet18,
        Epochs = 2,
        LearningRate = 1e-3,
        Seed = 7,
    };

    internal static IDataView View(MLContext mlContext, int rows, int seed = 1, Action<int, Scene>? change = null)
    {
        var scenes = Enumerable.Range(0, rows).Select(i =>
        {
            var scene = Create(new Random(seed * 1000 + i));
            change?.Invoke(i, scene);
            return scene;
        }).ToArray();
        return mlContext.Data.LoadFromEnumerable(scenes, Definition(Height, Width));
    }

    internal static SchemaDefinition Definition(int height, int width)
    {
        var definition = SchemaDefinition.Create(typeof(Scene));
        definition[nameof(Scene.Frame0)].ColumnType = new VectorDataViewType(NumberDataViewType.Byte, 3, height, width);
        definition[nameof(Scene.Frame1)].ColumnType = new VectorDataViewType(NumberDataViewType.Byte, 3, height, width);
        definition[nameof(Scene.Segmentation)].ColumnType = new VectorDataViewType(NumberDataViewType.Byte, height, width);
        definition[nameof(Scene.Depth)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, height, width);
        definition[nameof(Scene.Motion)].ColumnType = new VectorDataViewType(NumberDataViewType.Byte, height, width);
        return definition;
    }

    internal static Scene Create(Random random)
    {
        var scene = new Scene();
        int centerX = random.Next(12, Width - 12), centerY = random.Next(8, Height - 8);
        bool moves = random.Next(2) == 1;
        const int Plane = Height * Width;
        for (int p = 0; p < Plane; p++)
        {
            int y = p / Width, x = p % Width;
            bool square = Math.Abs(x - centerX) < 10 && Math.Abs(y - centerY) < 7, sky = y < Height / 2;
            scene.Segmentation[p] = (byte)(square ? 1 : sky ? 0 : 2);
            scene.Depth[p] = square ? 4 : sky ? float.NaN : 8f * Height / (y + 1);
            scene.Motion[p] = (byte)(square && moves ? 1 : 0);
            int value = square ? 200 : sky ? 120 : 40;
            for (int channel = 0; channel < 3; channel++)
            {
                scene.Frame0[channel * Plane + p] = (byte)(value + random.Next(20));
                scene.Frame1[channel * Plane + p] = (byte)(value + random.Next(20) - (square && moves ? 90 : 0));
            }
        }
        return scene;
    }

    internal sealed class Scene
    {
        public byte[] Frame0 { get; set; } = new byte[3 * Height * Width];
        public byte[] Frame1 { get; set; } = new byte[3 * Height * Width];
        public byte[] Segmentation { get; set; } = new byte[Height * Width];
        public float[] Depth { get; set; } = new float[Height * Width];
        public byte[] Motion { get; set; } = new byte[Height * Width];
    }
}
