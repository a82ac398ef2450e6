using Microsoft.ML.Data;
using Microsoft.ML.MultiTask.Batches;
using Microsoft.ML.MultiTask.Kernels;
using Microsoft.ML.MultiTask.Networks;
using Microsoft.ML.MultiTask.Networks.Encoders;
using Microsoft.ML.MultiTask.Pipeline;
using Microsoft.ML.MultiTask.Tasks;
using Microsoft.ML.MultiTask.Training;
using Microsoft.ML.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>Trains a MultiNet++ network for several dense tasks on the frames of a video.</summary>
/// <remarks>
/// Input: S frame columns, vectors of Byte or Single [3, H, W], H and W multiples of 32, and each task's label column, a vector
/// [H, W]; a missing label is 255 or NaN. Output: <see cref="MultiTaskTransformer"/>.
/// Chennupati et al., "MultiNet++: Multi-Stream Feature Aggregation and Geometric Loss Strategy for Multi-Task Learning",
/// CVPR Workshops 2019, arXiv:1904.08492.
/// </remarks>
public sealed class MultiNetPlusPlusTrainer : IEstimator<MultiTaskTransformer>
{
    private readonly MLContext _mlContext;
    private readonly IHost _host;
    private readonly MultiNetPlusPlusOptions _options;

    internal MultiNetPlusPlusTrainer(MLContext mlContext, MultiNetPlusPlusOptions options)
    {
        _mlContext = mlContext;
        _host = ((IHostEnvironment)mlContext).Register(nameof(MultiNetPlusPlusTrainer));
        _options = options;
    }

    /// <summary>Trains a new network on all rows of the data.</summary>
    /// <param name="input">The training data.</param>
    /// <returns>The trained model, also where the options' token was cancelled; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">An option is out of its range, or a column is missing or of another type.</exception>
    /// <exception cref="InvalidOperationException">There is no row, no label, no such device, or a loss was not finite.</exception>
    /// <exception cref="PlatformNotSupportedException">There is no libtorch on this machine.</exception>
    /// <exception cref="InvalidDataException">A file of the data is broken, or a label has a class id out of range.</exception>
    public MultiTaskTransformer Fit(IDataView input)
    {
        _options.Validate();
        ArgumentNullException.ThrowIfNull(input);
        try
        {
            return TrainOn(ComputeDevice.Resolve(_options.Device, _mlContext), input);
        }
        finally
        {
            TensorEngine.ReleaseFreedMemory();
        }
    }

    /// <summary>What <see cref="Fit"/> does, on a device of any kind.</summary>
    internal MultiTaskTransformer TrainOn(Device device, IDataView input)
    {
        if (_options.Threads is { } threads && threads != get_num_threads())
            set_num_threads(threads);                                   // starts the threads anew
        int seed = _options.Seed ?? _host.Rand.Next();
        using var channel = _host.Start("Fit");

        var tasks = _options.Tasks;
        var training = Reader(input, device, channel);
        var validation = _options.ValidationSet is { } set ? Reader(set, device, channel) : null;
        var (height, width, streams) = (training.Frames.Height, training.Frames.Width, training.Frames.Columns.Count);
        if (validation is not null && (validation.Frames.Height, validation.Frames.Width) != (height, width))
            throw new ArgumentException(
                $"Option 'ValidationSet' must have frames of {height} x {width} as the training data, but they were "
                + $"{validation.Frames.Height} x {validation.Frames.Width}.", nameof(input));
        if (streams * height * width == MultiNetPlusPlusNetwork.SizeMultiple * MultiNetPlusPlusNetwork.SizeMultiple)
            throw new ArgumentException(
                $"One frame of {height} x {width} is too little to train on: at the encoder's end it is a single value, which batch "
                + "normalisation cannot normalise. Take larger frames or two streams.", nameof(input));
        if (validation is not null)
            ClassNameCheck.Same(tasks, input.Schema, _options.ValidationSet!.Schema, "option 'ValidationSet'");
        foreach (var task in tasks)
            task.CheckToTrain(height, width);                                                 // before hours of training
        if (_options.ShufflesRows && !training.CanShuffle)
            channel.Warning(MessageSensitivity.None, "The training data cannot be shuffled: every epoch sees its rows in the same order.");

        int bytes = _options.EncoderPrecision == EncoderPrecision.BFloat16 ? 2 : 4;
        if (device.type == DeviceType.CPU)
            TensorEngine.KeepFreedMaps((long)bytes * _options.BatchSize * streams * ResNetEncoder.StemChannels * (height / 2) * (width / 2));
        long rows = training.CountRows();                                                      // before a loader thread fills a cache
        using var firstEpoch = TrainingLoop.StartEpoch(training, _options, seed, epoch: 0);   // while the network is made
        var model = new MultiTaskModel(SettingsFor(input.Schema, training.Frames, channel), tasks, device, seed);
        try
        {
            using var combiner = _options.Combiner.Start(tasks, CPU, seed);
            combiner.Warned += text => channel.Warning(MessageSensitivity.None, text);
            var parts = new NetworkParts(model);
            using var optimizers = new PartOptimizers(parts, combiner, _options);
            var loop = new TrainingLoop(model, parts, combiner, optimizers, _options, seed, text => channel.Info(MessageSensitivity.None, text));
            var history = loop.Run(training, rows, firstEpoch, validation);
            return new MultiTaskTransformer(model, history, _host);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>The input's columns and, for each task, the predicted column (and the scores where asked for).</summary>
    /// <param name="inputSchema">The shape of the data that the trainer will get.</param>
    /// <exception cref="ArgumentException">A label column is missing.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        _options.Validate();
        var names = inputSchema.Select(column => column.Name).ToHashSet();
        string[] needed = [.. _options.FrameColumnNames ?? ["Frame0"], .. _options.Tasks.Select(task => task.LabelColumnName)];
        if (needed.FirstOrDefault(name => !names.Contains(name)) is { } missing)
            throw new ArgumentException(
                $"Column '{missing}' was not found in the trainer's input, which has {string.Join(", ", names.Select(n => $"'{n}'"))}.",
                nameof(inputSchema));
        return SchemaShapes.Append(inputSchema, [.. MultiTaskTransformer.OutputColumns(_options.Tasks, _options.IncludesScores, height: 1, width: 1)
            .Select(column => SchemaShapes.Column(_mlContext, column.Name, column.Type, column.Annotations))]);
    }

    private BatchReader Reader(IDataView data, Device device, IChannel channel) => new(data, _options.FrameColumnNames, _options.Tasks, _options.BatchSize)
    {
        Threads = _options.LoaderThreads ?? BatchReader.DefaultThreads(device),
        IsPinned = BatchReader.IsBestPinned(device),
        Doubted = PixelRange.WarnOnce(_options.Normalization, text => channel.Warning(MessageSensitivity.None, text)),
    };

    private ModelSettings SettingsFor(DataViewSchema schema, FrameColumns frames, IChannel channel) => new()
    {
        Network = new NetworkSettings(_options.Encoder, _options.Layout, _options.Aggregation, frames.Columns.Count, _options.EncoderPrecision),
        Normalization = _options.Normalization,
        Height = frames.Height,
        Width = frames.Width,
        FrameColumnNames = [.. frames.Columns.Select(column => column.Name)],
        LoadsFrames = frames.AreLoaded,
        IncludesScores = _options.IncludesScores,
        ClassNames = _options.Tasks
            .Select(task => (task.Name, Names: ClassNameCheck.NamesOf(task, schema[task.LabelColumnName], text => channel.Warning(MessageSensitivity.None, text))))
            .Where(task => task.Names.Count > 0)
            .ToDictionary(task => task.Name, task => task.Names),
    };
}
