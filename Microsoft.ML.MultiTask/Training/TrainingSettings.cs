using Microsoft.ML.MultiTask.Batches;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Training;

/// <summary>What decides the weights that a training ends with, as text by option: a resumed training must have the same.</summary>
internal static class TrainingSettings
{
    internal const string Rows = "rows of the training data";

    /// <param name="options">The options, with the normalisation that is used.</param>
    /// <param name="frames">The frames' columns.</param>
    /// <param name="rows">Rows of the training data.</param>
    /// <param name="hasPrevious">Whether training starts from an earlier model.</param>
    /// <param name="augmentation">The augmentation of the rows; null for none.</param>
    internal static IReadOnlyDictionary<string, string> Of(MultiNetPlusPlusOptions options, FrameColumns frames, long rows, bool hasPrevious, string? augmentation)
    {
        var settings = new Dictionary<string, object?>
        {
            [nameof(options.Tasks)] = options.Tasks.Select(task => task.ToJson()),
            [nameof(options.Combiner)] = options.Combiner,
            [nameof(options.Encoder)] = options.Encoder,
            [nameof(options.Layout)] = options.Layout,
            [nameof(options.EncoderWeights)] = options.EncoderWeights?.Name,
            [nameof(options.EncoderTraining)] = options.EncoderTraining,
            [nameof(options.FrozenTasks)] = options.FrozenTasks,
            ["the previous model"] = hasPrevious ? "set" : "null",
            [nameof(options.EncoderPrecision)] = options.EncoderPrecision,
            [nameof(options.Decoder)] = options.Network(frames.Columns.Count).Decoders,
            [nameof(options.Aggregation)] = options.Aggregation,
            [nameof(options.Normalization)] = options.Normalization,
            [nameof(options.BatchSize)] = options.BatchSize,
            [nameof(options.BatchesPerStep)] = options.BatchesPerStep,
            [nameof(options.WeightAverageDecay)] = options.WeightAverageDecay,
            [nameof(options.Optimizer)] = options.Optimizer,
            [nameof(options.LearningRate)] = options.LearningRate,
            [nameof(options.Schedule)] = options.Schedule,
            [nameof(options.WeightDecay)] = options.WeightDecay,
            [nameof(options.GradientClipNorm)] = options.GradientClipNorm,
            [nameof(options.ShufflesRows)] = options.ShufflesRows,
            [nameof(options.EarlyStopping)] = options.EarlyStopping,
            [nameof(options.ValidationSet)] = options.ValidationSet is null ? "null" : "set",
            ["frames"] = $"{string.Join(", ", frames.Columns.Select(column => column.Name))} of {frames.Height} x {frames.Width}",
            ["augmentation"] = augmentation ?? "none",
            [Rows] = rows,
        };
        return settings.ToDictionary(pair => pair.Key, pair => OptionText.Of(pair.Value));
    }

    /// <exception cref="InvalidOperationException">A setting differs; the message names it.</exception>
    internal static void Check(
        TrainingPosition saved, IReadOnlyDictionary<string, string> settings, MultiNetPlusPlusOptions options, string path, Action<string> warn)
    {
        foreach (var (name, value) in settings)
            if (saved.Settings.GetValueOrDefault(name) is var then && then != value)
                throw Differs(name, then ?? "not known", value);
        if (options.Seed is { } seed && seed != saved.Seed)
            throw Differs(nameof(options.Seed), OptionText.Of(saved.Seed), OptionText.Of(seed));
        if (saved.Threads != get_num_threads())
            warn($"Checkpoint '{path}' is of a training with {saved.Threads} CPU threads, and it continues with {get_num_threads()}: the last bits of "
                + "the weights depend on them.");

        InvalidOperationException Differs(string name, string then, string now) => new(
            $"Checkpoint '{path}' is of a training with other options: '{name}' was {then}, and is {now}. Continue it with the same options (only "
            + "Epochs may change), or name another folder.");
    }
}
