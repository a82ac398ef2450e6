using System.Text.Json;
using Microsoft.ML.MultiTask.Networks;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Training;

/// <summary>All that a training changes: what a checkpoint holds. Owns nothing.</summary>
/// <param name="model">The network.</param>
/// <param name="combiner">The combiner's session.</param>
/// <param name="optimizers">The optimizers of both.</param>
/// <param name="average">The average of the weights.</param>
/// <param name="best">The weights of the best epoch.</param>
/// <param name="position">How far training is.</param>
internal sealed class TrainingState(
    MultiTaskModel model, CombinerSession combiner, PartOptimizers optimizers, WeightAverage average, BestWeights best, TrainingPosition position)
{
    private const string PositionName = "position";                 // uint8 [length], JSON
    private const string GeneratorName = "generator";               // of torch on the CPU, for tasks that draw random numbers
    private const string NetworkPrefix = "network.", CombinerPrefix = "combiner.", AveragePrefix = "average.", BestPrefix = "best.";

    internal MultiTaskModel Model => model;

    internal CombinerSession Combiner => combiner;

    internal PartOptimizers Optimizers => optimizers;

    internal WeightAverage Average => average;

    internal BestWeights Best => best;

    internal TrainingPosition Position => position;

    /// <summary>Writes a checkpoint, atomically and with a checksum of all of it but the names.</summary>
    internal void Save(string path)
    {
        using var scope = NewDisposeScope();
        (position.Combiner, position.Threads) = (combiner.GetState(), get_num_threads());
        var tensors = new Dictionary<string, Tensor> { [PositionName] = tensor(position.ToJson()), [GeneratorName] = get_rng_state() };
        optimizers.Save(tensors);
        Add(NetworkPrefix, model.Network.state_dict());
        Add(CombinerPrefix, combiner.GetBuffers());
        Add(AveragePrefix, average.Weights);
        Add(BestPrefix, best.Weights);
        Safetensors.Save(path, tensors);

        void Add(string prefix, IReadOnlyDictionary<string, Tensor> named)
        {
            foreach (var (name, value) in named)
                tensors.Add(prefix + name, value);
        }
    }

    /// <summary>Reads a checkpoint, and checks it.</summary>
    /// <returns>The checkpoint; the caller disposes it.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, or no checkpoint.</exception>
    internal static SavedTraining Read(string path)
    {
        using var scope = NewDisposeScope();
        var tensors = Safetensors.Load(path, out var metadata);
        if (!metadata.ContainsKey(Safetensors.ChecksumKey) || !tensors.TryGetValue(PositionName, out var json))
            throw new InvalidDataException($"'{path}' is not a checkpoint: it lacks its checksum or its entry '{PositionName}'.");
        try
        {
            var saved = new SavedTraining(TrainingPosition.FromJson(json.data<byte>().ToArray()), tensors, path);
            scope.Detach(tensors.Values);
            return saved;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"'{path}' is not a checkpoint of this version: {e.Message}", e);
        }
    }

    /// <summary>Takes over the tensors of a checkpoint whose position this is, and disposes them.</summary>
    /// <exception cref="InvalidDataException">The tensors are of another network or combiner.</exception>
    internal void Load(SavedTraining saved)
    {
        var (_, tensors, path) = saved;
        using var scope = NewDisposeScope();
        try
        {
            NetworkWeights.CopyInto(model.Network, Of(NetworkPrefix), path);
            optimizers.Load(tensors);
            combiner.SetState(position.Combiner);
            combiner.SetBuffers(Of(CombinerPrefix));
            average.Keep(Of(AveragePrefix));
            best.Keep(Of(BestPrefix));
            set_rng_state(tensors[GeneratorName]);
            saved.Dispose();
        }
        catch (Exception e) when (e is KeyNotFoundException or ArgumentException)
        {
            throw new InvalidDataException($"'{path}' is a checkpoint of another training: {e.Message}", e);
        }

        Dictionary<string, Tensor> Of(string prefix) => tensors.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key[prefix.Length..], pair => pair.Value);
    }
}
