using Microsoft.ML.Data;
using Microsoft.ML.MultiTask.Batches;
using Microsoft.ML.MultiTask.Data.Encodings;
using Microsoft.ML.MultiTask.Networks;
using Microsoft.ML.MultiTask.Pipeline;
using Microsoft.ML.MultiTask.Scoring;
using Microsoft.ML.MultiTask.Tasks;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>A trained MultiNet++ network: adds each task's prediction as a column, all from one forward pass. Immutable.</summary>
/// <remarks>
/// Needs the frame columns only. Adds, for each task, <c>Predicted{Task}</c>, a vector [H, W] of Byte classes or Single quantities (metres for
/// depth; [K, H, W] where a task predicts K numbers per pixel), and with scores <c>{Task}Score</c>, Single [C, H, W], the decoder's logits or its output before rescaling.
/// A cursor over the result scores rows in batches and reads the input once, ahead, on a thread of its own: of every row the frames and the
/// other active columns. A value that cannot be read raises its error when it is used.
/// Owns native memory, shared with the transformers and engines made from it: dispose each of them, or the chain that holds it, in any order.
/// May be used by several threads, also while one of them disposes it: the others finish what they compute, and their next call raises an
/// <see cref="ObjectDisposedException"/>. What is known without the weights, such as <see cref="History"/>, can still be read.
/// </remarks>
public sealed partial class MultiTaskTransformer : RowMappingTransformer, IDisposable
{
    private readonly SharedNetwork _network;
    private readonly IHostEnvironment? _environment;
    private int _isDisposed;

    /// <param name="model">The network; owned.</param>
    /// <param name="history">How it was trained.</param>
    /// <param name="environment">Gets warnings; null for none.</param>
    internal MultiTaskTransformer(MultiTaskModel model, TrainingHistory history, IHostEnvironment? environment = null)
        : this(new SharedNetwork(model), history, new ScoringOptions(), environment)
    {
    }

    private MultiTaskTransformer(SharedNetwork network, TrainingHistory history, ScoringOptions options, IHostEnvironment? environment)
    {
        (_network, History, _environment) = (network, history, environment);
        ScoringOptions = options with { EncoderPrecision = options.EncoderPrecision ?? network.Model.Settings.Network.Precision };
    }

    /// <summary>How the network was trained.</summary>
    public TrainingHistory History { get; }

    /// <summary>How the network scores; its precision is never null.</summary>
    public ScoringOptions ScoringOptions { get; }

    /// <summary>The tasks, in the order of the network's decoders.</summary>
    public IReadOnlyList<DenseTask> Tasks => _network.Model.Tasks;

    /// <summary>The frames' columns, the current one first.</summary>
    public IReadOnlyList<string> FrameColumnNames => _network.Model.Settings.FrameColumnNames;

    /// <summary>S, the number of frames that the network looks at.</summary>
    public int Streams => _network.Model.Settings.Network.Streams;

    /// <summary>Height of frames and predictions, pixels.</summary>
    public int Height => _network.Model.Settings.Height;

    /// <summary>Width of frames and predictions, pixels.</summary>
    public int Width => _network.Model.Settings.Width;

    /// <summary>The model, for what it is made of; what computes with it holds a <see cref="Use"/>.</summary>
    /// <exception cref="ObjectDisposedException">This transformer was disposed.</exception>
    internal MultiTaskModel Model
    {
        get
        {
            ThrowIfDisposed();
            return _network.Model;
        }
    }

    /// <exception cref="ObjectDisposedException">This transformer was disposed.</exception>
    internal void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_isDisposed != 0, this);

    /// <summary>Begins to compute with the network, in the precision of <see cref="ScoringOptions"/>: it is freed afterwards at the earliest.</summary>
    /// <exception cref="ObjectDisposedException">This transformer was disposed.</exception>
    internal NetworkUse Use() => new(Reference(), ScoringOptions.EncoderPrecision!.Value);

    /// <summary>Warns of pixels in another range than the network expects: once for a network, and not if its normalisation expects another.</summary>
    internal void WarnOfPixels(string text)
    {
        if (!PixelRange.IsExpectedBy(_network.Model.Settings.Normalization) || !_network.IsFirstWarning() || _environment is null) return;
        using var channel = _environment.Start("Score");
        channel.Warning(MessageSensitivity.None, text);
    }

    /// <summary>The network with a reference of the caller's.</summary>
    private SharedNetwork Reference()
    {
        ObjectDisposedException.ThrowIf(_isDisposed != 0 || !_network.TryAddReference(), this);
        return _network;
    }

    /// <summary>The same network with other scoring options.</summary>
    /// <param name="options">All options; <c>model.ScoringOptions with { … }</c> changes some.</param>
    /// <returns>A transformer that shares the network; the caller disposes both, in any order.</returns>
    /// <exception cref="ArgumentException">An option is out of its range; the message names it.</exception>
    public MultiTaskTransformer With(ScoringOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var encoder = _network.Model.Settings.Network.Encoder;
        OptionCheck.Holds(
            options.EncoderPrecision != EncoderPrecision.BFloat16 || encoder.SupportsBFloat16, nameof(options.EncoderPrecision),
            $"{EncoderPrecision.Full} for encoder {encoder}, which does not support bfloat16", options.EncoderPrecision);
        return new MultiTaskTransformer(Reference(), History, options, _environment);
    }

    /// <summary>The names of a task's classes, as its training labels had them; empty if they had none.</summary>
    /// <param name="task">One of <see cref="Tasks"/>.</param>
    public IReadOnlyList<string> GetClassNames(DenseTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return _network.Model.Settings.ClassNames.GetValueOrDefault(task.Name) ?? [];
    }

    /// <summary>The encoder's input for a frame: (value * scale - mean) / deviation per channel.</summary>
    /// <param name="frame">uint8 or float32 [N, 3, H, W], R G B of 0 to 255, on any device.</param>
    /// <returns>float32 [N, 3, H, W] on the model's device; the caller disposes it.</returns>
    public Tensor Normalize(Tensor frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        using var use = Use();
        using var scope = NewDisposeScope();
        return use.Model.Normalize(frame.to(use.Model.Device)).MoveToOuterDisposeScope();
    }

    /// <summary>Runs the network, without gradients.</summary>
    /// <param name="frames">S frames, the current one first, each float32 [N, 3, H, W] as <see cref="Normalize"/> returns them.</param>
    /// <returns>By task name in lower case its decoder's output, float32 [N, C, H, W]; the caller disposes them.</returns>
    /// <exception cref="ArgumentException">There are not S frames.</exception>
    public IReadOnlyDictionary<string, Tensor> Forward(IReadOnlyList<Tensor> frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        if (frames.Count != Streams)
            throw new ArgumentException($"The network needs {Streams} frames, but got {frames.Count}.", nameof(frames));
        using var use = Use();
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        var outputs = use.Network.forward(cat([.. frames], 0));
        return Tasks.Zip(outputs).ToDictionary(p => p.First.Key, p => p.Second.MoveToOuterDisposeScope());
    }

    /// <summary>Frees the network, unless other transformers or engines share it.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
            _network.Release();
    }

    /// <summary>The columns that scoring adds: a prediction per task, then with scores a score per task.</summary>
    internal static IReadOnlyList<DataViewSchema.DetachedColumn> OutputColumns(
        IReadOnlyList<DenseTask> tasks, bool includesScores, int height, int width,
        IReadOnlyDictionary<string, IReadOnlyList<string>>? classNames = null)
    {
        var predictions = tasks.Select(task =>
        {
            var annotations = new DataViewSchema.Annotations.Builder();
            ColumnAnnotations.AddText(annotations, ColumnAnnotations.TaskJson, task.ToKnownJson());
            if (classNames?.GetValueOrDefault(task.Name) is { } names)
                ColumnAnnotations.AddClassNames(annotations, names);
            return new DataViewSchema.DetachedColumn(task.PredictedColumnName, task.ColumnType(height, width), annotations.ToAnnotations());
        });
        var scores = tasks.Where(_ => includesScores).Select(task => new DataViewSchema.DetachedColumn(
            task.ScoreColumnName, new VectorDataViewType(NumberDataViewType.Single, task.OutputChannels, height, width)));
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

    private FrameColumns ResolveFrames(DataViewSchema schema)
    {
        var frames = FrameColumns.Resolve(schema, FrameColumnNames);
        return (frames.Height, frames.Width) == (Height, Width) ? frames
            : throw new ArgumentException(
                $"Column '{FrameColumnNames[0]}' must hold frames of {Height} x {Width}, the size that the network was trained on, but they were "
                + $"{frames.Height} x {frames.Width}.", nameof(schema));
    }
}
