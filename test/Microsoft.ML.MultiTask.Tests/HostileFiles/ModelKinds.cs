using System.IO.Compression;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Weights and models.</summary>
internal static class ModelKinds
{
    internal static IEnumerable<HostileKind> All =>
    [
        new("safetensors", "weights.safetensors", Weights, ReadWeights),
        new("PyTorch weights", "weights.pth", PyTorchWeights, ReadPyTorchWeights),
        new("pickle of PyTorch weights", "weights.pth", () => [.. PyTorchPickles], ReadPyTorchWeights, pickle => PyTorchFiles.Archive(pickle, new byte[32], [1])),
        new("model", "model.zip", Models, ReadModel),
        new("model by ML.NET", "model.zip", Models, ReadModelByMLNet, IsOurs: false),
        new("model, a part changed", "model.zip", () => [.. Parts(s_model.Value)], ReadModel, part => WithPart(s_model.Value, part)),
        new("manifest of a model", "model.zip", Manifests, ReadModel, SavedStreams.WithManifest) { AreGood = false },
        new("settings of LoadFrames", "model.zip", () => [LoadFramesSettings], ReadModel, content => SavedStreams.Zip("LDFRAMES", typeof(LoadFramesTransformer),
            new() { ["settings.json"] = content })),
        new("options of Augment", "model.zip", () => [AugmentOptions], ReadModel, content => SavedStreams.Zip("AUGFRAME", typeof(AugmentTransformer),
            new() { ["options.json"] = content })),
        .. ((string[])["settings.json", "weights.safetensors", "history.json"]).Select(part => new HostileKind(
            $"{part} of a network", "model.zip", () => [SavedStreams.Network[part]], ReadNetwork,
            content => SavedStreams.Zip("MTMNETPP", typeof(MultiTaskTransformer), new(SavedStreams.Network) { [part] = content })) { AreGood = false }),
    ];

    private static readonly Lazy<byte[]> s_model = new(() => Models()[1]);

    private static byte[] LoadFramesSettings =>
        """{"height":4,"width":6,"given":{},"fitted":{"Motion":{"kind":"class","classCount":2}}}"""u8.ToArray();

    private static byte[] AugmentOptions =>
        """{"maximumScale":1.2,"blurProbability":0.1,"labelColumns":["Flow"],"zoomEffects":{"Depth":"DividedByScale"},"seed":3}"""u8.ToArray();

    private static byte[][] Weights()
    {
        using var scope = NewDisposeScope();
        using var stream = new MemoryStream();
        Safetensors.Save(stream, [new("a", arange(6).reshape(2, 3)), new("b.c", ones(2, ScalarType.BFloat16)), new("scalar", tensor(1.5f))]);
        var json = "{\"x\":{\"dtype\":\"BOOL\",\"shape\":[2,1],\"data_offsets\":[0,2]},\"empty\":{\"dtype\":\"F32\",\"shape\":[3,0],\"data_offsets\":[2,2]}}"u8;
        return [stream.ToArray(), [(byte)json.Length, 0, 0, 0, 0, 0, 0, 0, .. json, 1, 0]];
    }

    private static void ReadWeights(string path)
    {
        using var scope = NewDisposeScope();
        foreach (var tensor in Safetensors.Load(path).Values)
            _ = tensor.ToString();
    }

    private static IEnumerable<byte[]> PyTorchPickles
    {
        get
        {
            var (storage, flag) = (PyTorchFiles.Storage("FloatStorage", "0", 8), PyTorchFiles.Storage("BoolStorage", "1", 1));
            var weights = PyTorchFiles.Dictionary(
                ("a", PyTorchFiles.Tensor(storage, 2, [3, 2], [1, 3])), ("b", PyTorchFiles.Tensor(storage, 0, [8], [1])), ("c", PyTorchFiles.Tensor(flag, 0, [], [])));
            yield return [.. PyTorchFiles.Begin, .. weights, .. PyTorchFiles.End];
            yield return [.. PyTorchFiles.Begin, .. PyTorchFiles.Dictionary(("epoch", PyTorchFiles.Number(90)), ("state_dict", weights)), .. PyTorchFiles.End];
        }
    }

    private static byte[][] PyTorchWeights() => [.. PyTorchPickles.Select(pickle => PyTorchFiles.Archive(pickle, new byte[32], [1]))];

    private static void ReadPyTorchWeights(string path)
    {
        using var scope = NewDisposeScope();
        foreach (var tensor in PyTorchFile.Load(path).Values)
            _ = tensor.ToString();
    }

    /// <summary>A LoadFrames transformer alone, and one in a chain.</summary>
    private static byte[][] Models()
    {
        var mlContext = new MLContext(1);
        using var folder = new TemporaryFolder();
        FrameFolders.Write(folder, "a", 1, 2);
        var rows = mlContext.MultiTask().Data.LoadFrameFolders(folder.Path);
        var frames = mlContext.MultiTask().Transforms.LoadFrames(4, 6);
        return [.. ((ITransformer[])[frames.Fit(rows), frames.Append(mlContext.Transforms.CopyColumns("Copy", "Frame0")).Fit(rows)])
            .Select(model => Saved(mlContext, model, rows.Schema))];
    }

    private static byte[] Saved(MLContext mlContext, ITransformer model, DataViewSchema? schema)
    {
        using var stream = new MemoryStream();
        mlContext.Model.Save(model, schema, stream);
        return stream.ToArray();
    }

    private static void ReadModel(string path) => (new MLContext(1).MultiTask().Load(path, out _) as IDisposable)?.Dispose();

    /// <summary>The example's weights are too few for a network, which is said by the name of the file too.</summary>
    private static void ReadNetwork(string path)
    {
        using var scope = NewDisposeScope();
        ReadModel(path);
    }

    private static void ReadModelByMLNet(string path)
    {
        var mlContext = new MLContext(1);
        _ = mlContext.MultiTask();
        (mlContext.Model.Load(path, out _) as IDisposable)?.Dispose();
    }

    private static byte[][] Manifests() => ["""{"Format":1,"Parts":[{"Name":"settings.json","Length":0,"Sha256":"e3b0"}]}"""u8.ToArray()];

    /// <summary>The contents of a zip file's entries, each after the entry's index.</summary>
    private static IEnumerable<byte[]> Parts(byte[] model)
    {
        using var zip = new ZipArchive(new MemoryStream(model));
        foreach (var (index, entry) in zip.Entries.Index())
        {
            using var content = entry.Open();
            using var copy = new MemoryStream();
            copy.WriteByte((byte)index);
            content.CopyTo(copy);
            yield return copy.ToArray();
        }
    }

    private static byte[] WithPart(byte[] model, byte[] part)
    {
        using var stream = new MemoryStream();
        stream.Write(model);
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            var entry = zip.Entries[part.Length == 0 ? 0 : part[0] % zip.Entries.Count];
            var name = entry.FullName;
            entry.Delete();
            using var content = zip.CreateEntry(name).Open();
            content.Write(part.AsSpan(Math.Min(1, part.Length)));
        }
        return stream.ToArray();
    }
}
