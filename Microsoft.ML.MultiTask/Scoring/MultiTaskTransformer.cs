using System.Text;
using System.Text.Json;
using Microsoft.ML.Data;
using Microsoft.ML.MultiTask.Batches;
using Microsoft.ML.MultiTask.Data.Encodings;
using Microsoft.ML.MultiTask.Networks;
using Microsoft.ML.MultiTask.Persistence;
using Microsoft.ML.MultiTask.Pipeline;
using Microsoft.ML.MultiTask.Scoring;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>A trained MultiNet++ network: adds each task's prediction as a column, in one forward pass per row.</summary>
/// <remarks>
/// Needs the frame columns only. Adds, for each task, <c>Predicted{Task}</c>, a vector [H, W] of Byte classes or Single metres, and
/// where scores were asked for <c>{Task}Score</c>, Single [C, H, W], what the decoder emits before softmax or rescaling.
/// Owns native memory: dispose it, or the chain that holds it.
/// </remarks>
public sealed class MultiTaskTransformer : RowMappingTransformer, IDisposable
{
    private const string Signature = "MTMNETPP";
    private const string SettingsStream = "settings.json";
    private const string WeightsStream = "weights.safetensors";
    private const string HistoryStream = "history.json";

    private readonly Lock _lock = new();
    private MultiNetPlusPlusNetwork? _folded;
    private EncoderPrecision _precision;
    private int _scoringBatchSize = 4;

    internal MultiTaskTransformer(MultiTaskModel model, TrainingHistory history)
    {
        Model = model;
        History = history;
        _precision = model.Settings.Network.Precision;
        model.Network.eval();
    }

    /// <summary>How the network was trained.</summary>
    public TrainingHistory History { get; }

    /// <summary>The tasks, in the order of the network's decoders.</summary>
    public IReadOnlyList<DenseTask> Tasks => Model.Tasks;

    /// <summary>The frames' columns, the current one first.</summary>
    public IReadOnlyList<string> FrameColumnNames => Model.Settings.FrameColumnNames;

    /// <summary>S, the number of frames that the network looks at.</summary>
    public int Streams => Model.Settings.Network.Streams;

    /// <summary>Height of frames and predictions, pixels.</summary>
    public int Height => Model.Settings.Height;

    /// <summary>Width of frames and predictions, pixels.</summary>
    public int Width => Model.Settings.Width;

    /// <summary>
    /// The numbers that the encoder computes with when this model scores: those it was trained with, until set otherwise. Saved with the
    /// model. Not to be set while rows are being scored.
    /// </summary>
    public EncoderPrecision EncoderPrecision
    {
        get => _precision;
        set
        {
            if (!Enum.IsDefined(value))
                throw new ArgumentOutOfRangeException(nameof(value), $"An encoder's precision must be one of the defined values, but was {value}.");
            if (_precision == value) return;
            _precision = value;
            Refold();
        }
    }

    /// <summary>
    /// Rows of a data view that are scored together, and read ahead. A frame that consecutive rows of a batch, or of two batches, share
    /// is encoded once. Not saved with the model.
    /// </summary>
    /// <value>At least 1; default 4. More needs more memory, and is seldom faster on a CPU.</value>
    public int ScoringBatchSize
    {
        get => _scoringBatchSize;
        set => _scoringBatchSize = value >= 1 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), $"'{nameof(ScoringBatchSize)}' must be at least 1, but was {value}.");
    }

    internal MultiTaskModel Model { get; }

    /// <summary>The network as it scores, made when it is first needed.</summary>
    internal MultiNetPlusPlusNetwork Folded
    {
        get
        {
            lock (_lock)
                return _folded ??= Model.Fold(_precision);
        }
    }

    /// <summary>The names of a task's classes, as its training labels had them; empty where they had none.</summary>
    /// <param name="task">One of <see cref="Tasks"/>.</param>
    public IReadOnlyList<string> GetClassNames(DenseTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return Model.Settings.ClassNames.GetValueOrDefault(task.Name) ?? [];
    }

    /// <summary>What the encoder sees of a frame: (value * scale - mean) / deviation per channel.</summary>
    /// <param name="frame">uint8 or float32 [N, 3, H, W], R G B of 0 to 255, on any device.</param>
    /// <returns>float32 [N, 3, H, W] on the model's device; the caller disposes it.</returns>
    public Tensor Normalize(Tensor frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        using var scope = NewDisposeScope();
        return Model.Normalize(frame.to(Model.Device)).MoveToOuterDisposeScope();
    }

    /// <summary>Runs the network, without gradients.</summary>
    /// <param name="frames">S frames, the current one first, each float32 [N, 3, H, W] as <see cref="Normalize"/> returns them.</param>
    /// <returns>By task name in lower case what its decoder emits, float32 [N, C, H, W]; the caller disposes them.</returns>
    /// <exception cref="ArgumentException">There are not S frames.</exception>
    public IReadOnlyDictionary<string, Tensor> Forward(IReadOnlyList<Tensor> frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        if (frames.Count != Streams)
            throw new ArgumentException($"The network looks at {Streams} frames, but was given {frames.Count}.", nameof(frames));
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        var outputs = Folded.forward(cat([.. frames], 0));
        return Tasks.Zip(outputs).ToDictionary(p => p.First.Key, p => p.Second.MoveToOuterDisposeScope());
    }

    /// <summary>Writes the network's weights and buffers as safetensors; an interrupted write leaves no file of that name.</summary>
    /// <param name="path">The file to write.</param>
    public void SaveWeights(string path) => Safetensors.Save(path, Model.Network.state_dict());

    /// <summary>Replaces the network's weights and buffers by those of a safetensors file.</summary>
    /// <param name="path">A file whose tensors have the names and shapes of this network's.</param>
    /// <exception cref="InvalidDataException">The file is broken, or is of another network; the message says which tensors differ.</exception>
    public void LoadWeights(string path)
    {
        using var scope = NewDisposeScope();
        NetworkWeights.CopyInto(Model.Network, Safetensors.Load(path), path);
        Refold();
    }

    /// <inheritdoc/>
    public override void Save(ModelSaveContext ctx)
    {
        using var weights = new MemoryStream();
        Safetensors.Save(weights, Model.Network.state_dict());
        var settings = Model.Settings with { Network = Model.Settings.Network with { Precision = _precision } };
        var saved = new SavedModel(settings, [.. Tasks.Select(task => task.ToJson())]);
        MLNetModelFormat.Save(ctx, Signature, typeof(MultiTaskTransformer), new Dictionary<string, byte[]>
        {
            [SettingsStream] = JsonSerializer.SerializeToUtf8Bytes(saved),
            [WeightsStream] = weights.ToArray(),
            [HistoryStream] = Encoding.UTF8.GetBytes(History.ToJson()),
        });
    }

    /// <summary>Frees the network.</summary>
    public void Dispose()
    {
        Refold();
        Model.Dispose();
    }

    /// <summary>Teaches a context's <c>Model.Load</c> to load this transformer.</summary>
    internal static void RegisterWith(MLContext mlContext) =>
        MLNetModelFormat.Register(mlContext, Signature, typeof(MultiTaskTransformer), (_, streams) => Load(mlContext, streams));

    /// <summary>The columns that scoring adds: a prediction per task, then a score per task where asked for.</summary>
    internal static IReadOnlyList<DataViewSchema.DetachedColumn> OutputColumns(
        IReadOnlyList<DenseTask> tasks, bool includesScores, int height, int width, IReadOnlyDictionary<string, IReadOnlyList<string>>? classNames = null)
    {
        var predictions = tasks.Select(task =>
        {
            var annotations = new DataViewSchema.Annotations.Builder();
            ColumnAnnotations.AddText(annotations, ColumnAnnotations.TaskJson, task.ToJson());
            if (classNames?.GetValueOrDefault(task.Name) is { } names)
                ColumnAnnotations.AddClassNames(annotations, names);
            return new DataViewSchema.DetachedColumn(task.PredictedColumnName, new VectorDataViewType(task.ItemType, height, width), annotations.ToAnnotations());
        });
        var scores = tasks.Where(_ => includesScores).Select(task =>
            new DataViewSchema.DetachedColumn(task.ScoreColumnName, new VectorDataViewType(NumberDataViewType.Single, task.OutputChannels, height, width)));
        return [.. predictions, .. scores];
    }

    internal override IReadOnlyList<AddedColumn> Bind(DataViewSchema input)
    {
        var frames = ResolveFrames(input);
        return [.. OutputColumns(Tasks, Model.Settings.IncludesScores, Height, Width, Model.Settings.ClassNames)
            .Select(column => new AddedColumn(column, frames.Columns))];
    }

    internal override IRowMapping Open(DataViewRow input, IReadOnlyList<bool> active) =>
        new ScoredRow(this, ResolveFrames(input.Schema), input);

    private protected override IDataView View(IDataView input, RowMapper mapper) => new ScoredDataView(input, mapper, this);

    /// <summary>Starts scoring a data view for a cursor over the same rows.</summary>
    /// <param name="input">The data.</param>
    /// <param name="shuffleSeed">The seed of the cursor's order; null for the data's own.</param>
    /// <param name="row">The cursor.</param>
    internal ScoredBatches Score(IDataView input, int? shuffleSeed, DataViewRow row)
    {
        var reader = new BatchReader(input, FrameColumnNames, tasks: [], ScoringBatchSize)
        {
            Threads = BatchReader.DefaultThreads(Model.Device),
            IsPinned = HostMemory.IsBestPinnedFor(Model.Device),
        };
        return new ScoredBatches(this, reader, ScoringBatchSize, shuffleSeed, row);
    }

    /// <summary>Lets go of the network as it scored; the next use makes it anew.</summary>
    private void Refold()
    {
        lock (_lock)
        {
            _folded?.Dispose();
            _folded = null;
        }
    }

    private FrameColumns ResolveFrames(DataViewSchema schema)
    {
        var frames = FrameColumns.Resolve(schema, FrameColumnNames);
        return (frames.Height, frames.Width) == (Height, Width) ? frames
            : throw new ArgumentException($"Column '{FrameColumnNames[0]}' must hold frames of {Height} x {Width}, the size that the network was trained on, but they were {frames.Height} x {frames.Width}.", nameof(schema));
    }

    private static MultiTaskTransformer Load(MLContext mlContext, IReadOnlyDictionary<string, byte[]> streams)
    {
        var saved = JsonSerializer.Deserialize<SavedModel>(streams[SettingsStream])
            ?? throw new InvalidDataException($"The model's part '{SettingsStream}' is empty.");
        var model = new MultiTaskModel(saved.Settings, [.. saved.Tasks.Select(DenseTask.FromJson)], ComputeDevice.Resolve(option: null, mlContext));
        using var scope = NewDisposeScope();
        using var weights = new MemoryStream(streams[WeightsStream]);
        NetworkWeights.CopyInto(model.Network, Safetensors.Load(weights), WeightsStream);
        return new MultiTaskTransformer(model, TrainingHistory.FromJson(Encoding.UTF8.GetString(streams[HistoryStream])));
    }

    private sealed record SavedModel(ModelSettings Settings, IReadOnlyList<string> Tasks);
}
