using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;

/// <summary>The predictions of a run for the rows in the report: per task name an array per row, byte[] or float[].</summary>
/// <remarks>Saved as numbers and not as pictures, so that the report can change without training again.</remarks>
internal static class SavedPredictions
{
    internal static void Write(string path, IReadOnlyDictionary<string, Array[]> predictions)
    {
        var saved = predictions.ToDictionary(task => task.Key, task => task.Value.Select(Save).ToArray());
        using (var file = new GZipStream(File.Create(path + ".tmp"), CompressionLevel.Optimal))
            JsonSerializer.Serialize(file, saved);
        File.Move(path + ".tmp", path, overwrite: true);
    }

    /// <returns>The predictions; empty if there is no such file.</returns>
    internal static IReadOnlyDictionary<string, Array[]> Read(string path)
    {
        if (!File.Exists(path)) return new Dictionary<string, Array[]>();
        using var file = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<Dictionary<string, SavedArray[]>>(file)!
            .ToDictionary(task => task.Key, task => task.Value.Select(Restore).ToArray());
    }

    private static SavedArray Save(Array pixels) => pixels switch
    {
        byte[] classes => new(IsSingle: false, classes),
        _ => new(IsSingle: true, MemoryMarshal.AsBytes((ReadOnlySpan<float>)(float[])pixels).ToArray()),
    };

    private static Array Restore(SavedArray saved) =>
        saved.IsSingle ? MemoryMarshal.Cast<byte, float>(saved.Bytes).ToArray() : saved.Bytes;

    /// <param name="IsSingle">Whether the pixels are float32 values and not classes.</param>
    /// <param name="Bytes">The pixels, little-endian.</param>
    private sealed record SavedArray(bool IsSingle, byte[] Bytes);
}
