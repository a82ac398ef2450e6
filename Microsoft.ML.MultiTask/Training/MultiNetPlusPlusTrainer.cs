using Microsoft.ML.Data;
using Microsoft.ML.MultiTask.Batches;
using Microsoft.ML.MultiTask.Kernels;
using Microsoft.ML.MultiTask.Networks;
using Microsoft.ML.MultiTask.Pipeline;
using Microsoft.ML.MultiTask.Pipeline.Augmentation;
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

    /// <summary>Trains a new network on all rows of the data; its encoder starts from the options' weights, where there are some.</summary>
    /// <param name="input">The training data.</param>
    /// <returns>The trained model, also where the options' token was cancelled; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">An option is out of its range, or a column is missing or of another type.</exception>
    /// <exception cref="InvalidOperationException">
    /// There is no row, no label, no such device; augmented rows are cached; a loss or gradient was not finite in too many steps; or the
    /// checkpoints' folder cannot be used, or they are of a training with other options.
    /// </exception>
    /// <exception cref="OperationCanceledException">The options' token was cancelled before the first step.</exception>
    /// <exception cref="PlatformNotSupportedException">There is no libtorch on this machine.</exception>
    /// <exception cref="InvalidDataException">
    /// A file of the data is broken, a label has a class id out of range, or the encoder's weights are damaged or of another encoder.
    /// </exception>
    public MultiTaskTransformer Fit(IDataView input) => Train(input, previous: null);

    /// <summary>Trains on from an earlier model of this package, of the same encoder.</summary>
    /// <remarks>
    /// The encoder and the decoders of tasks with the same name and layers go on from the earlier weights; other tasks of the options start anew, and
    /// tasks that the options lack are dropped; the log says which. Frames may have another size. Optimizers and history start anew.
    /// </remarks>
    /// <param name="input">The training data.</param>
    /// <param name="previousModel">The earlier model, of any device; it does not change. Of a chain: <see cref="MultiTaskCatalog.GetNetwork"/>.</param>
    /// <returns>As <see cref="Fit(IDataView)"/>.</returns>
    /// <exception cref="ArgumentException">
    /// As of <see cref="Fit(IDataView)"/>; or the earlier model has another encoder, or lacks a task that is to be frozen.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// As of <see cref="Fit(IDataView)"/>; or the decoder of a task that is to be frozen has other layers than the earlier model's.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The earlier model was disposed.</exception>
    public MultiTaskTransformer Fit(IDataView input, MultiTaskTransformer previousModel)
    {
        ArgumentNullException.ThrowIfNull(previousModel);
        return Train(input, previousModel);
    }

    /// <summary>What <see cref="Fit(IDataView)"/> does, on a device of any kind.</summary>
    internal MultiTaskTransformer TrainOn(Device device, IDataView input, MultiTaskTransformer? previous = null)
    {
        if (_options.Threads is { } threads && threads != get_num_threads())
            set_num_threads(threads);                                   // starts the threads anew
        int drawnSeed = _options.Seed ?? _host.Rand.Next();
        using var channel = _host.Start("Fit");
        var start = new StartingWeights(_options, previous, Tell, Warn);
        start.Check();
        var normalization = start.Normalization();

        var training = Reader(input, device, normalization, Warn);
        var validation = _options.ValidationSet is { } set ? Reader(set, device, normalization, Warn) : null;
        CheckSize(training.Frames, validation?.Frames, nameof(input));
        if (validation is not null)
            ClassNameCheck.Same(_options.Tasks, input.Schema, _options.ValidationSet!.Schema, "option 'ValidationSet'");
        foreach (var task in _options.Tasks)
            task.CheckToTrain(training.Frames.Height, training.Frames.Width);                 // before hours of training
        if (_options.ShufflesRows && !training.CanShuffle)
            Warn("The training data cannot be shuffled: every epoch sees its rows in the same order.");
        using var checkpoints = _options.Checkpoint is { } checkpoint ? new CheckpointFolder(checkpoint, Warn) : null;

        long rows = training.CountRows(_options.CancellationToken);                            // before a loader thread fills a cache
        string? augmentation = AugmentationMark.Check(input, training.Columns);
        var settings = TrainingSettings.Of(
            _options with { Normalization = normalization }, training.Frames, rows, hasPrevious: previous is not null, augmentation);
        using var resumed = checkpoints?.Resume(settings, _options, Warn);
        var position = resumed?.Position ?? TrainingPosition.Start(settings, drawnSeed, _options.Tasks.Count);
        KeepFreedMaps(device, training.Frames);
        using var firstPass = position.End is null ? TrainingLoop.StartEpoch(training, _options, position) : null;         // while the network is made
        var model = new MultiTaskModel(SettingsFor(input.Schema, training.Frames, normalization, Warn), _options.Tasks, device, position.Seed);
        try
        {
            if (resumed is null)
                start.Load(model.Network);
            CheckNormalization(model.Network, training.Frames, nameof(input));
            using var combiner = _options.Combiner.Start(_options.Tasks, CPU, position.Seed);
            combiner.Warned += Warn;
            var parts = new NetworkParts(model, _options);
            using var optimizers = new PartOptimizers(parts, _options.Tasks, combiner, _options);
            using var average = new WeightAverage(model.Network, _options.WeightAverageDecay);
            using var best = new BestWeights(model.Network, _options.EarlyStopping, Warn);
            var state = new TrainingState(model, combiner, optimizers, average, best, position);
            if (resumed is not null)
            {
                state.Load(resumed);
                Tell(FormattableString.Invariant(
                    $"Continuing from '{resumed.Path}': {position.Epochs.Count} epochs and {position.Current.Rows} rows of the next one are done."));
            }
            using var loop = new TrainingLoop(state, parts, _options, checkpoints, Tell, Warn);
            var history = loop.Run(training, firstPass, validation);
            if (position.Steps == 0)
                throw new OperationCanceledException("Training was cancelled before its first step.", _options.CancellationToken);
            return new MultiTaskTransformer(model, history, _host);
        }
        catch
        {
            model.Dispose();
            throw;
        }

        void Warn(string text) => channel.Warning(MessageSensitivity.None, text);
        void Tell(string text) => channel.Info(MessageSensitivity.None, text);
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

    private MultiTaskTransformer Train(IDataView input, MultiTaskTransformer? previous)
    {
        _options.Validate();
        ArgumentNullException.ThrowIfNull(input);
        try
        {
            return TrainOn(ComputeDevice.Resolve(_options.Device, _mlContext), input, previous);
        }
        finally
        {
            TensorEngine.ReleaseFreedMemory();
        }
    }

    private static void CheckSize(FrameColumns training, FrameColumns? validation, string parameter)
    {
        var (height, width) = (training.Height, training.Width);
        if (validation is not null && (validation.Height, validation.Width) != (height, width))
            throw new ArgumentException(
                $"Option 'ValidationSet' must have frames of {height} x {width} as the training data, but they were "
                + $"{validation.Height} x {validation.Width}.", parameter);
    }

    private static void CheckNormalization(MultiNetPlusPlusNetwork network, FrameColumns frames, string parameter)
    {
        const int Single = MultiNetPlusPlusNetwork.SizeMultiple * MultiNetPlusPlusNetwork.SizeMultiple;
        int pixels = frames.Height * frames.Width;
        if (frames.Columns.Count * pixels == Single && network.NormalizesFrames || pixels == Single && network.NormalizesAggregated)
            throw new ArgumentException(
                $"{frames.Columns.Count} frames of {frames.Height} x {frames.Width} are too little to train on: at the encoder's end they are a single "
                + "value, which batch normalisation cannot normalise. Take larger frames, or two streams with FCN8 decoders.", parameter);
    }

    /// <summary>Tells the allocator how large the largest feature map will be.</summary>
    private void KeepFreedMaps(Device device, FrameColumns frames)
    {
        int bytes = _options.EncoderPrecision == EncoderPrecision.BFloat16 ? 2 : 4;
        long pixels = (long)_options.BatchSize * frames.Columns.Count * (frames.Height / 2) * (frames.Width / 2);
        if (device.type == DeviceType.CPU)
            TensorEngine.KeepFreedMaps(bytes * pixels * _options.Encoder.LargestMapChannels);
    }

    private BatchReader Reader(IDataView data, Device device, PixelNormalization normalization, Action<string> warn) =>
        new(data, _options.FrameColumnNames, _options.Tasks, _options.BatchSize)
    {
        Threads = _options.LoaderThreads ?? BatchReader.DefaultThreads(device),
        IsPinned = BatchReader.IsBestPinned(device),
        Doubted = PixelRange.WarnOnce(normalization, warn),
    };

    private ModelSettings SettingsFor(DataViewSchema schema, FrameColumns frames, PixelNormalization normalization, Action<string> warn) => new()
    {
        Network = _options.Network(frames.Columns.Count),
        Normalization = normalization,
        Height = frames.Height,
        Width = frames.Width,
        FrameColumnNames = [.. frames.Columns.Select(column => column.Name)],
        LoadsFrames = frames.AreLoaded,
        IncludesScores = _options.IncludesScores,
        ClassNames = _options.Tasks
            .Select(task => (task.Name, Names: ClassNameCheck.NamesOf(task, schema[task.LabelColumnName], warn)))
            .Where(task => task.Names.Count > 0)
            .ToDictionary(task => task.Name, task => task.Names),
    };
}
