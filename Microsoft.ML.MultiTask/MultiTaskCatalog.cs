using System.Diagnostics.CodeAnalysis;
using Microsoft.ML.MultiTask.Images;
using Microsoft.ML.MultiTask.Networks;
using Microsoft.ML.MultiTask.Persistence;
using Microsoft.ML.MultiTask.Scoring;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>What <c>mlContext.MultiTask()</c> offers, in the order of use: data, transforms, trainers, evaluation, streaming.</summary>
public sealed class MultiTaskCatalog
{
    private const string CatalogMember = "Reads as part of the catalog, as ML.NET's own operations do.";

    private readonly MLContext _mlContext;

    internal MultiTaskCatalog(MLContext mlContext)
    {
        _mlContext = mlContext;
        Data = new MultiTaskDataCatalog(mlContext);
        Transforms = new MultiTaskTransformsCatalog(mlContext);
        Trainers = new MultiTaskTrainersCatalog(mlContext);
        try
        {
            LoadFramesTransformer.RegisterWith(mlContext);
            MultiTaskTransformer.RegisterWith(mlContext);
        }
        catch (NotSupportedException e)                     // an ML.NET whose internals moved: everything but Model.Save and Load works
        {
            using var channel = ((IHostEnvironment)mlContext).Start("MultiTask");
            channel.Warning(MessageSensitivity.None, e.Message);
        }
    }

    /// <summary>Readers of data sets: rows of paths.</summary>
    public MultiTaskDataCatalog Data { get; }

    /// <summary>Transforms from paths to pixels.</summary>
    public MultiTaskTransformsCatalog Transforms { get; }

    /// <summary>Trainers.</summary>
    public MultiTaskTrainersCatalog Trainers { get; }

    /// <summary>Measures the predictions in scored data against its labels, pooled over all pixels of all rows.</summary>
    /// <param name="scored">Data with the columns that a <see cref="MultiTaskTransformer"/> adds and the label columns of its tasks.</param>
    /// <exception cref="ArgumentException">A column is missing or of another type; the message names it.</exception>
    public MultiTaskMetrics Evaluate(IDataView scored) => Evaluate(scored, new EvaluationOptions());

    /// <summary>As <see cref="Evaluate(IDataView)"/>, with caps, a crop or scaling of depth.</summary>
    /// <param name="scored">Data with the columns that a <see cref="MultiTaskTransformer"/> adds and the label columns of its tasks.</param>
    /// <param name="options">How predictions are measured.</param>
    /// <exception cref="ArgumentException">A column is missing or of another type, or an option out of its range; it is named.</exception>
    [SuppressMessage("Performance", "CA1822", Justification = CatalogMember)]
    public MultiTaskMetrics Evaluate(IDataView scored, EvaluationOptions options)
    {
        ArgumentNullException.ThrowIfNull(scored);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return MultiTaskEvaluator.Evaluate(scored, options);
    }

    /// <summary>Scores a live video with a trained model, one pass of the encoder per frame.</summary>
    /// <param name="model">A <see cref="MultiTaskTransformer"/>, or a chain with one in it. Its network is shared; dispose both, in any order.</param>
    /// <param name="options">How the engine scores (of these the precision matters); null for the model's own.</param>
    /// <exception cref="ArgumentException">
    /// There is no <see cref="MultiTaskTransformer"/> in the model, or more than one; or an option is out of its range.
    /// </exception>
    public MultiTaskStreamingEngine CreateStreamingEngine(ITransformer model, ScoringOptions? options = null) => new(GetNetwork(model), options);

    /// <summary>The trained network within a model: its tasks, history and weights.</summary>
    /// <param name="model">A <see cref="MultiTaskTransformer"/>, or a chain with one in it.</param>
    /// <returns>The network's transformer; it belongs to the model.</returns>
    /// <exception cref="ArgumentException">There is no <see cref="MultiTaskTransformer"/> in the model, or more than one.</exception>
    public MultiTaskTransformer GetNetwork(ITransformer model)
    {
        ArgumentNullException.ThrowIfNull(model);
        MultiTaskTransformer[] found = [.. Flatten(model).OfType<MultiTaskTransformer>()];
        return found is [var network] ? network
            : throw new ArgumentException($"The model must hold one {nameof(MultiTaskTransformer)}, but holds {found.Length}.", nameof(model));
    }

    /// <summary>Counts the parameters of the network that a trainer with these options would make.</summary>
    /// <param name="options">The trainer's options.</param>
    /// <param name="streams">S, the number of frames that the network looks at, at least 1.</param>
    /// <exception cref="ArgumentException">An argument is out of its range.</exception>
    [SuppressMessage("Performance", "CA1822", Justification = CatalogMember)]
    public NetworkSummary Summarize(MultiNetPlusPlusOptions options, int streams)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(streams, 1);
        options.Validate();
        return NetworkSummary.Of(new NetworkSettings(options.Encoder, options.Layout, options.Aggregation, streams), options.Tasks);
    }

    /// <summary>Reads an image file as the network sees it before normalisation: area-averaged down, or bilinearly up, to a size.</summary>
    /// <param name="path">A PNG or JPEG file.</param>
    /// <param name="height">H, pixels.</param>
    /// <param name="width">W, pixels.</param>
    /// <returns>uint8 [1, 3, H, W], R G B; the caller disposes it.</returns>
    /// <exception cref="InvalidDataException">The file is no such image, or is broken.</exception>
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

    /// <summary>Saves a model as <c>mlContext.Model.Save</c> does, but so that an interrupted save leaves no broken file of that name.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputSchema">The schema of the model's input.</param>
    /// <param name="path">The file to write, a zip.</param>
    public void Save(ITransformer model, DataViewSchema? inputSchema, string path) =>
        AtomicFile.Write(path, stream => _mlContext.Model.Save(model, inputSchema, stream));

    /// <summary>Loads a model as <c>mlContext.Model.Load</c> does, but tells a damaged file plainly.</summary>
    /// <param name="path">The file, as <see cref="Save"/> or <c>mlContext.Model.Save</c> wrote it.</param>
    /// <param name="inputSchema">The schema of the model's input.</param>
    /// <returns>The model; the caller disposes it.</returns>
    /// <exception cref="InvalidDataException">The file is cut short or changed, or holds a task that this process does not know.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="PlatformNotSupportedException">There is no libtorch on this machine.</exception>
    public ITransformer Load(string path, out DataViewSchema inputSchema)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return ModelFile.Load(_mlContext, path, out inputSchema);
    }

    private static IEnumerable<ITransformer> Flatten(ITransformer model) =>
        model is IEnumerable<ITransformer> chain ? chain.SelectMany(Flatten) : [model];
}
