using System.Text;
using System.Text.Json;
using Microsoft.ML.MultiTask.Batches;
using Microsoft.ML.MultiTask.Networks;
using Microsoft.ML.MultiTask.Persistence;
using Microsoft.ML.MultiTask.Scoring;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <content>Weights and model files.</content>
public sealed partial class MultiTaskTransformer
{
    private const string Signature = "MTMNETPP";
    private const string SettingsStream = "settings.json";
    private const string WeightsStream = "weights.safetensors";
    private const string HistoryStream = "history.json";

    private static readonly JsonSerializerOptions s_json = new() { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    /// <summary>Writes the network's weights and buffers as safetensors; an interrupted write leaves no file of that name.</summary>
    /// <param name="path">The file to write.</param>
    public void SaveWeights(string path)
    {
        using var use = Use();
        Safetensors.Save(path, use.Model.Network.state_dict());
    }

    /// <summary>A network like this one with the weights and buffers of a safetensors file. This one does not change.</summary>
    /// <param name="path">A file whose tensors have the names and shapes of this network's.</param>
    /// <returns>
    /// A transformer with a network of its own on the same device, and the scoring options and history of this one; the caller disposes it.
    /// </returns>
    /// <exception cref="InvalidDataException">The file is broken, or holds another network; the message says which tensors differ.</exception>
    public MultiTaskTransformer WithWeights(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var model = Create(Model.Settings, Tasks, Model.Device, () => Safetensors.Load(path), path);
        return new MultiTaskTransformer(new SharedNetwork(model), History, ScoringOptions, _environment);
    }

    /// <inheritdoc/>
    public override void Save(ModelSaveContext ctx)
    {
        using var use = Use();
        using var weights = new MemoryStream();
        Safetensors.Save(weights, use.Model.Network.state_dict());
        var saved = new SavedModel(use.Model.Settings, [.. Tasks.Select(task => task.ToJson())]);
        MLNetModelFormat.Save(ctx, Signature, typeof(MultiTaskTransformer), new Dictionary<string, byte[]>
        {
            [SettingsStream] = JsonSerializer.SerializeToUtf8Bytes(saved),
            [WeightsStream] = weights.ToArray(),
            [HistoryStream] = Encoding.UTF8.GetBytes(History.ToJson()),
        });
    }

    /// <summary>Registers this transformer with a context's <c>Model.Load</c>.</summary>
    internal static void RegisterWith(MLContext mlContext) =>
        MLNetModelFormat.Register(mlContext, Signature, typeof(MultiTaskTransformer), (_, streams) => Load(mlContext, streams));

    private static MultiTaskTransformer Load(MLContext mlContext, IReadOnlyDictionary<string, byte[]> streams)
    {
        var saved = Parse(streams, SettingsStream, json => JsonSerializer.Deserialize<SavedModel>(json, s_json));
        Check(saved);
        var tasks = Parse(streams, SettingsStream, _ => saved.Tasks.Select(DenseTask.FromJson).ToArray());
        var history = Parse(streams, HistoryStream, json => TrainingHistory.FromJson(Encoding.UTF8.GetString(json)));
        var device = ComputeDevice.Resolve(option: null, mlContext);
        using var weights = new MemoryStream(Part(streams, WeightsStream));
        return new MultiTaskTransformer(Create(saved.Settings, tasks, device, () => Safetensors.Load(weights), WeightsStream), history, mlContext);
    }

    private static byte[] Part(IReadOnlyDictionary<string, byte[]> streams, string name) =>
        streams.GetValueOrDefault(name) ?? throw StreamManifest.Damaged(name, "is missing");

    private static T Parse<T>(IReadOnlyDictionary<string, byte[]> streams, string name, Func<byte[], T?> parse)
        where T : class
    {
        try
        {
            return parse(Part(streams, name)) ?? throw new JsonException("It is null.");
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw StreamManifest.Damaged(name, $"cannot be read: {e.Message.TrimEnd('.')}", e);
        }
    }

    // Before a network is made of them; its weights are compared with those of the file then.
    private static void Check(SavedModel saved)
    {
        var settings = saved.Settings;
        if (settings is not { Height: > 0, Width: > 0, Normalization: { Mean.Count: 3, Deviation.Count: 3 } }
            || settings.Network.Streams < 1 || settings.Network.Streams != settings.FrameColumnNames.Count || saved.Tasks.Count == 0
            || (settings.Network.Decoders.Count != 0 && settings.Network.Decoders.Count != saved.Tasks.Count))
            throw StreamManifest.Damaged(SettingsStream, FormattableString.Invariant(
                $"describes no network: {settings.Network.Streams} streams in {settings.FrameColumnNames.Count} columns of {settings.Height} x {settings.Width} ")
                + FormattableString.Invariant($"for {saved.Tasks.Count} tasks with {settings.Network.Decoders.Count} decoders"));
    }

    private static MultiTaskModel Create(
        ModelSettings settings, IReadOnlyList<DenseTask> tasks, Device device, Func<IReadOnlyDictionary<string, Tensor>> load, string source)
    {
        var model = new MultiTaskModel(settings, tasks, device);
        try
        {
            using var scope = NewDisposeScope();
            NetworkWeights.CopyInto(model.Network, load(), source);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private sealed record SavedModel(ModelSettings Settings, IReadOnlyList<string> Tasks);
}
