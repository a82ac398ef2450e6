using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Model files with any content under the signature of one of the package's transformers.</summary>
internal static class SavedStreams
{
    /// <summary>What a network is saved as, but with two small weights.</summary>
    internal static Dictionary<string, byte[]> Network => s_network.Value;

    private static readonly Lazy<Dictionary<string, byte[]>> s_network = new(() =>
    {
        using var scope = NewDisposeScope();
        using var model = UntrainedModel.Network();
        using var weights = new MemoryStream();
        Safetensors.Save(weights, [new("encoder.conv1.weight", ones(2, 3)), new("b", ones(2))]);
        return new()
        {
            ["settings.json"] = JsonSerializer.SerializeToUtf8Bytes(new { model.Settings, Tasks = model.Tasks.Select(task => task.ToJson()) }),
            ["weights.safetensors"] = weights.ToArray(),
            ["history.json"] = JsonSerializer.SerializeToUtf8Bytes(new { combiner = "Equal", tasks = (string[])["Depth"], epochs = (object[])[new { epoch = 0 }] }),
        };
    });

    /// <summary>A model file with these streams, whose manifest is right.</summary>
    internal static byte[] Zip(string signature, Type type, Dictionary<string, byte[]> streams) =>
        Zip(ctx => MLNetModelFormat.Save(ctx, signature, type, streams));

    /// <summary>A model file whose manifest has this content and the right checksum of it, and no streams.</summary>
    internal static byte[] WithManifest(byte[] json) => Zip(ctx =>
    {
        MLNetModelFormat.Save(ctx, "LDFRAMES", typeof(LoadFramesTransformer), new Dictionary<string, byte[]>());
        var writer = (BinaryWriter)MLNetModelFormat.Field(ctx, "Writer");
        writer.BaseStream.Position -= Manifest("""{"Format":1,"Parts":[]}"""u8.ToArray()).Length;
        writer.Write(Manifest(json));
    });

    private static byte[] Manifest(byte[] json) => [.. BitConverter.GetBytes(json.Length), .. json, .. SHA256.HashData(json)];

    private static byte[] Zip(Action<ModelSaveContext> save)
    {
        using var stream = new MemoryStream();
        new MLContext(1).Model.Save(new Transformer(save), null, stream);
        return stream.ToArray();
    }

    private sealed class Transformer(Action<ModelSaveContext> save) : ITransformer
    {
        public bool IsRowToRowMapper => false;

        public void Save(ModelSaveContext ctx) => save(ctx);

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

        public IDataView Transform(IDataView input) => input;

        public Microsoft.ML.Data.IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new NotSupportedException();
    }
}
