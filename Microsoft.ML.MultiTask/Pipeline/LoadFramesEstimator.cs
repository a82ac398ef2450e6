using Microsoft.ML.Data;
using Microsoft.ML.MultiTask.Pipeline;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.MultiTask;

/// <summary>Creates a <see cref="LoadFramesTransformer"/> with the encodings of the label columns that it is fitted to.</summary>
public sealed class LoadFramesEstimator : IEstimator<LoadFramesTransformer>
{
    private readonly MLContext _mlContext;
    private readonly LoadFramesOptions _options;

    internal LoadFramesEstimator(MLContext mlContext, LoadFramesOptions options) => (_mlContext, _options) = (mlContext, options);

    /// <summary>Creates the transformer. A few class labels are read, to warn of masks of 0 and 255 whose encoding ignores 255; no other
    /// image is.</summary>
    /// <param name="input">Rows of paths, with a text column <c>Frame0Path</c>.</param>
    /// <exception cref="ArgumentException">A column is missing or not text; the message names it.</exception>
    public LoadFramesTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var columns = FrameColumn.Find(input.Schema, _options.LabelEncodings, new Dictionary<string, LabelEncoding>());
        foreach (var name in _options.LabelEncodings.Keys)
        {
            if (!columns.Any(column => column.Name == name))
                throw FrameColumn.Missing(name, input.Schema.Select(column => column.Name));
        }
        var labels = columns.Where(column => column.Encoding is not null);
        foreach (var warning in ZeroAnd255Labels.Warnings(input, columns))
            Warn(warning);
        return new LoadFramesTransformer(_options, labels.ToDictionary(column => column.Name, column => column.Encoding!), Warn);
    }

    private void Warn(string message)
    {
        using var channel = ((IHostEnvironment)_mlContext).Register(nameof(MultiTaskTransformsCatalog.LoadFrames)).Start("Load");
        channel.Warning(MessageSensitivity.UserData, "{0}", message);
    }

    /// <summary>The schema shape of the transformer's output.</summary>
    /// <param name="inputSchema">The schema shape of rows of paths.</param>
    /// <exception cref="ArgumentException">A column is missing or not text; the message names it.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var added = FrameColumn.FindInShape(inputSchema, _options.LabelEncodings).Select(column =>
            SchemaShapes.Column(_mlContext, column.Name, new VectorDataViewType(column.ItemType, _options.Height, _options.Width)));
        return SchemaShapes.Append(inputSchema, [.. added]);
    }
}
