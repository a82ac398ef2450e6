using System.Diagnostics.CodeAnalysis;
using Microsoft.ML.MultiTask.Kernels;
using Microsoft.ML.MultiTask.Images;
using Microsoft.ML.MultiTask.Networks;
using Microsoft.ML.MultiTask.Persistence;
using Microsoft.ML.MultiTask.Scoring;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>The operations of <c>mlContext.MultiTask()</c>, in order of use: data, transforms, trainers, evaluation, streaming.</summary>
public sealed class MultiTaskCatalog
{
    private const string CatalogMember = "An instance member, like the operations of ML.NET's own catalogs.";

    private readonly MLContext _mlContext;

    internal MultiTaskCatalog(MLContext mlContext)
    {
        _mlContext = mlContext;
        TensorEngine.Prepare();
        Data = new MultiTaskDataCatalog(mlContext);
        Transforms = new MultiTaskTransformsCatalog(mlContext);
        Trainers = new MultiTaskTrainersCatalog(mlContext);
        try
        {
            LoadFramesTransformer.RegisterWith(mlContext);
            AugmentTransformer.RegisterWith(mlContext);
            MultiTaskTransformer.RegisterWith(mlContext);
        }
        catch (NotSupportedException e)                     // ML.NET's internals changed: all but saving and loading works
        {
            using var channel = ((IHostEnvironment)mlContext).Start("MultiTask");
            channel.Warning(MessageSensitivity.None, e.Message);
        }
    }

    /// <summary>Readers of data sets: their rows hold paths.</summary>
    public MultiTaskDataCatalog Data { get; }

    /// <summary>Transforms: paths to pixels, and pixels to others of the same scene.</summary>
    public MultiTaskTransformsCatalog Transforms { get; }

    /// <summary>Trainers.</summary>
    public MultiTaskTrainersCatalog Trainers { get; }

    /// <summary>Evaluates the predictions in scored data against its labels, pooled over all pixels of all rows.</summary>
    /// <param name="scored">Data with the columns that a <see cref="MultiTaskTransformer"/> adds and the label columns of its tasks.</param>
    /// <returns>The metrics of every task with a predicted column. A task without labels has NaN, and the log a warning with the reason.</returns>
    /// <exception cref="ArgumentException">
    /// There is no predicted column, or a label column is missing, of another type or size, or of other classes than the network's.
    /// </exception>
    /// <exception cref="InvalidDataException">A label or prediction is out of its task's range; the message has row and columns.</exception>
    public MultiTaskMetrics Evaluate(IDataView scored) => Evaluate(scored, new EvaluationOptions());

    /// <summary>Like <see cref="Evaluate(IDataView)"/>, with caps, crop and scaling of depth.</summary>
    /// <param name="scored">Data with the columns that a <see cref="MultiTaskTransformer"/> adds and the label columns of its tasks.</param>
    /// <param name="options">How predictions are evaluated.</param>
    /// <exception cref="ArgumentException">
    /// There is no predicted column, a label column is missing, of another type or size, or of other classes than the network's, or an option is out
    /// of its range.
    /// </exception>
    /// <exception cref="InvalidDataException">A label or prediction is out of its task's range; the message has row and columns.</exception>
    public MultiTaskMetrics Evaluate(IDataView scored, EvaluationOptions options)
    {
        ArgumentNullException.ThrowIfNull(scored);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        using var channel = ((IHostEnvironment)_mlContext).Start(nameof(Evaluate));
        return MultiTaskEvaluator.Evaluate(scored, options, text => channel.Warning(MessageSensitivity.None, text));
    }

    /// <summary>Creates an engine that scores a video frame by frame, with one pass of the encoder per new frame.</summary>
    /// <param name="model">A <see cref="MultiTaskTransformer"/>, or a chain with one. Its network is shared; dispose both, in any order.</param>
    /// <param name="options">How the engine scores (of these the precision matters); null for the model's own.</param>
    /// <exception cref="ArgumentException">
    /// There is no <see cref="MultiTaskTransformer"/> in the model, or more than one; or an option is out of its range.
    /// </exception>
    public MultiTaskStreamingEngine CreateStreamingEngine(ITransformer model, ScoringOptions? options = null) =>
        new(GetNetwork(model), options);

    /// <summary>Finds the trained network in a model: its tasks, history and weights.</summary>
    /// <param name="model">A <see cref="MultiTaskTransformer"/>, or a chain that contains one.</param>
    /// <returns>The network's transformer; owned by the model.</returns>
    /// <exception cref="ArgumentException">The model contains no <see cref="MultiTaskTransformer"/>, or several.</exception>
    public MultiTaskTransformer GetNetwork(ITransformer model)
    {
        ArgumentNullException.ThrowIfNull(model);
        MultiTaskTransformer[] found = [.. Flatten(model).OfType<MultiTaskTransformer>()];
        return found is [var network] ? network
            : throw new ArgumentException($"The model must contain one {nameof(MultiTaskTransformer)}, but contains {found.Length}.", nameof(model));
    }

    /// <summary>Counts the parameters of the network that a trainer with these options creates.</summary>
    /// <param name="options">The trainer's options.</param>
    /// <param name="streams">S, the number of input frames, at least 1.</param>
    /// <exception cref="ArgumentException">An argument is out of its range.</exception>
    [SuppressMessage("Performance", "CA1822", Justification = CatalogMember)]
    public NetworkSummary Summarize(MultiNetPlusPlusOptions options, int streams)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(streams, 1);
        options.Validate();
        return NetworkSummary.Of(options.Network(streams), options.Tasks);
    }

    /// <summary>Reads an image file as the network gets it before normalisation: scaled down by area averaging, up bilinearly.</summary>
    /// <param name="path">A PNG or JPEG file.</param>
    /// <param name="height">H, pixels.</param>
    /// <param name="width">W, pixels.</param>
    /// <returns>uint8 [1, 3, H, W], RGB; the caller disposes it.</returns>
    /// <exception cref="InvalidDataException">The file is not a PNG or JPEG image, or is damaged.</exception>
    [SuppressMessage("Performance", "CA1822", Justification = CatalogMember)]
    public Tensor ReadFrame(string path, int height, int width)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        var decoder = new FrameDecoder(height, width);
        var pixels = new byte[decoder.Length];
        decoder.Decode(path, pixels);
        using var scope = NewDisposeScope();
        return from_array(pixels).reshape(1, 3, height, width).MoveToOuterDisposeScope();
    }

    /// <summary>Saves a model like <c>mlContext.Model.Save</c>, but atomically: an interrupted save leaves no damaged file.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputSchema">The schema of the model's input.</param>
    /// <param name="path">The file to write, a zip archive; replaced if it exists.</param>
    public void Save(ITransformer model, DataViewSchema? inputSchema, string path) =>
        AtomicFile.Write(path, stream => _mlContext.Model.Save(model, inputSchema, stream));

    /// <summary>Loads a model like <c>mlContext.Model.Load</c>, but checks the file first and says which part of it is damaged.</summary>
    /// <param name="path">A file written by <see cref="Save"/> or <c>mlContext.Model.Save</c>.</param>
    /// <param name="inputSchema">The schema of the model's input.</param>
    /// <returns>The model; the caller disposes it.</returns>
    /// <exception cref="InvalidDataException">The file is truncated or was changed, or has a task whose kind is not registered.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="PlatformNotSupportedException">libtorch is not installed.</exception>
    public ITransformer Load(string path, out DataViewSchema inputSchema)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return ModelFile.Load(_mlContext, path, out inputSchema);
    }

    private static IEnumerable<ITransformer> Flatten(ITransformer model) =>
        model is IEnumerable<ITransformer> chain ? chain.SelectMany(Flatten) : [model];
}
