using Microsoft.ML.MultiTask.Networks;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Training;

/// <summary>What a training starts from, in place of random weights: an earlier model, or an encoder's weights.</summary>
/// <param name="options">The options of the training.</param>
/// <param name="previous">The earlier model, or null; not owned.</param>
/// <param name="tell">Told what was taken over.</param>
/// <param name="warn">Told what may be wrong.</param>
internal sealed class StartingWeights(MultiNetPlusPlusOptions options, MultiTaskTransformer? previous, Action<string> tell, Action<string> warn)
{
    /// <summary>Checks that the earlier model fits, before hours of training.</summary>
    /// <exception cref="ArgumentException">It does not; the message names what differs.</exception>
    internal void Check()
    {
        if (previous is null)
        {
            if (options.FrozenTasks.Count > 0)
                throw new ArgumentException(
                    $"Option '{nameof(options.FrozenTasks)}' needs a previous model, whose decoders it keeps: call Fit with one.", nameof(options.FrozenTasks));
            if (options.EncoderTraining.FreezesWeights && options.EncoderWeights is null)
                warn($"Option '{nameof(options.EncoderTraining)}' freezes an encoder of random weights: there is neither a previous model nor "
                    + $"{nameof(options.EncoderWeights)}.");
            return;
        }
        var network = previous.Model.Settings.Network;
        if (!network.Encoder.Equals(options.Encoder) || network.Layout != options.Layout)
            throw new ArgumentException(
                $"The previous model's encoder is {network.Encoder} of layout {network.Layout}, but the options '{nameof(options.Encoder)}' and "
                + $"'{nameof(options.Layout)}' are {options.Encoder} and {options.Layout}. Set them to the previous model's.",
                nameof(options.Encoder));
        if (options.EncoderWeights is not null)
            throw new ArgumentException(
                $"Option '{nameof(options.EncoderWeights)}' must be null where there is a previous model, whose encoder is taken, but was '{options.EncoderWeights}'.",
                nameof(options.EncoderWeights));
        var lost = options.Tasks.FirstOrDefault(task => options.IsFrozen(task) && previous.Tasks.All(p => p.Key != task.Key));
        if (lost is not null)
            throw new ArgumentException(
                $"Option '{nameof(options.FrozenTasks)}' names '{lost.Name}', but the previous model has only "
                + $"{string.Join(", ", previous.Tasks.Select(task => task.Name))}.", nameof(options.FrozenTasks));
    }

    /// <summary>The normalisation that the weights need, unless the options say otherwise.</summary>
    internal PixelNormalization Normalization()
    {
        var needed = previous is not null ? previous.Model.Settings.Normalization : options.EncoderWeights?.Normalization;
        if (options.Normalization is not { } given)
            return needed ?? PixelNormalization.ImageNet;
        if (needed is not null && OptionText.Of(given) != OptionText.Of(needed))
            warn($"Option '{nameof(options.Normalization)}' is {OptionText.Of(given)}, but {(previous is not null ? "the previous model" : $"'{options.EncoderWeights}'")} "
                + $"was trained with {OptionText.Of(needed)}. Leave it null to use that.");
        return given;
    }

    /// <summary>Puts the weights into a new network.</summary>
    /// <exception cref="InvalidDataException">The encoder's weights are damaged, or of another encoder; the message names them.</exception>
    /// <exception cref="InvalidOperationException">A frozen task's decoder has other layers than in the previous model.</exception>
    internal void Load(MultiNetPlusPlusNetwork network)
    {
        if (previous is not null)
            TakeOver(network, previous);
        else if (options.EncoderWeights is { } weights)
        {
            int missing = NetworkWeights.CopyIntoEncoder(network.Encoder, weights);
            tell($"The encoder starts from '{weights}'{(missing == 0 ? "" : $", which lacks {missing} biases: they start at 0")}.");
        }
    }

    private void TakeOver(MultiNetPlusPlusNetwork network, MultiTaskTransformer model)
    {
        using var use = model.Use();
        using var scope = NewDisposeScope();
        var given = use.Model.Network.state_dict();
        var own = network.state_dict();
        DenseTask[] known = [.. options.Tasks.Where(task => model.Tasks.Any(p => p.Key == task.Key))];
        DenseTask[] kept = [.. known.Where(task => Fits(NetworkWeights.DecoderPrefix(task)))];
        foreach (var task in known.Except(kept))
        {
            string differs = $"The decoder of task '{task.Name}' has other layers or shapes than in the previous model (another decoder, number of classes, of "
                + "frames, or aggregation)";
            if (options.IsFrozen(task))
                throw new InvalidOperationException($"{differs}, so option '{nameof(options.FrozenTasks)}' cannot keep it.");
            warn($"{differs}, and starts anew.");
        }
        string[] prefixes = [NetworkWeights.EncoderPrefix, .. kept.Select(NetworkWeights.DecoderPrefix)];
        NetworkWeights.CopyInto(network, own.Keys.ToDictionary(name => name, name => prefixes.Any(p => Starts(name, p)) ? given[name] : own[name]), "the previous model");
        tell($"Starting from the previous model's encoder and decoders of {Names(kept)}; new: {Names(options.Tasks.Except(kept))}; "
            + $"dropped: {Names(model.Tasks.Where(p => options.Tasks.All(task => task.Key != p.Key)))}.");

        bool Fits(string prefix) => Shapes(own, prefix).SequenceEqual(Shapes(given, prefix));
    }

    private static IEnumerable<string> Shapes(Dictionary<string, Tensor> weights, string prefix) =>
        weights.Where(pair => Starts(pair.Key, prefix)).Select(pair => $"{pair.Key} [{string.Join(", ", pair.Value.shape)}]").Order(StringComparer.Ordinal);

    private static bool Starts(string name, string prefix) => name.StartsWith(prefix, StringComparison.Ordinal);

    private static string Names(IEnumerable<DenseTask> tasks) => string.Join(", ", tasks.Select(task => task.Name)) is { Length: > 0 } names ? names : "none";
}
