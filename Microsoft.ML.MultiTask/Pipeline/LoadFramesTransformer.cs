using System.Text.Json;
using Microsoft.ML.Data;
using Microsoft.ML.MultiTask.Data.Encodings;
using Microsoft.ML.MultiTask.Images;
using Microsoft.ML.MultiTask.Persistence;
using Microsoft.ML.MultiTask.Pipeline;

namespace Microsoft.ML.MultiTask;

/// <summary>Decodes the images of path columns to one size: frames and class labels to bytes, depth to metres.</summary>
/// <remarks>
/// A text column <c>FrameKPath</c> gives <c>FrameK</c>, Vector&lt;Byte, 3, Height, Width&gt;: planes of red, green, blue, 0 to 255. A class
/// label <c>XPath</c> gives <c>X</c>, Vector&lt;Byte, Height, Width&gt;, 255 where unlabelled, annotated with <c>ClassNames</c> if they are
/// known; a depth label Vector&lt;Single, Height, Width&gt; in metres, NaN where missing. An empty label path gives a label that is missing
/// everywhere; a label column that the data lacks gives no column. A text column <c>XEncoding</c> holds encodings of single rows as JSON,
/// which override the annotation of <c>XPath</c> unless empty. Frames are turned as their EXIF orientation says; labels are
/// not. Images are decoded when a value is requested, and errors are raised then:
/// <see cref="InvalidDataException"/> naming the file, what was found and what was expected, or <see cref="IOException"/>.
/// </remarks>
public sealed class LoadFramesTransformer : RowMappingTransformer
{
    private const string Signature = "LDFRAMES";
    private const string SettingsName = "settings.json";

    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    };

    private readonly Settings _settings;
    private readonly DecodedImages? _images;

    /// <param name="options">Sizes, and encodings that override those of the data.</param>
    /// <param name="fitted">Encodings of the training data, for data without annotations.</param>
    /// <param name="warn">Receives a message if the cache folder cannot be used.</param>
    internal LoadFramesTransformer(LoadFramesOptions options, IReadOnlyDictionary<string, LabelEncoding> fitted, Action<string> warn)
        : this(new Settings(options.Height, options.Width, new(options.LabelEncodings), new(fitted))) =>
        _images = options.CacheFolder is { } folder ? new DecodedImages(Path.GetFullPath(folder), warn) : null;

    private LoadFramesTransformer(Settings settings) => _settings = settings;

    /// <summary>Rows of every decoded image, in pixels.</summary>
    public int Height => _settings.Height;

    /// <summary>Columns of every decoded image, in pixels.</summary>
    public int Width => _settings.Width;

    /// <inheritdoc/>
    public override void Save(ModelSaveContext ctx) =>
        MLNetModelFormat.Save(ctx, Signature, typeof(LoadFramesTransformer),
            new Dictionary<string, byte[]> { [SettingsName] = JsonSerializer.SerializeToUtf8Bytes(_settings, s_json) });

    /// <summary>Registers the type with a context, so that <c>Model.Load</c> can create it.</summary>
    internal static void RegisterWith(MLContext mlContext) =>
        MLNetModelFormat.Register(mlContext, Signature, typeof(LoadFramesTransformer), (_, streams) => Load(streams[SettingsName]));

    internal override IReadOnlyList<AddedColumn> Bind(DataViewSchema input)
    {
        var columns = Columns(input);
        var frame0 = columns.First(column => column.Name == "Frame0").Path;
        return [.. columns.Select(column => new AddedColumn(Output(column), Inputs(column, frame0)))];
    }

    internal override IRowMapping Open(DataViewRow input, IReadOnlyList<bool> active) =>
        new LoadFramesMapping(input, Columns(input.Schema), Height, Width, _images);

    private IReadOnlyList<FrameColumn> Columns(DataViewSchema schema) => FrameColumn.Find(schema, _settings.Given, _settings.Fitted);

    private static DataViewSchema.Column[] Inputs(FrameColumn column, DataViewSchema.Column frame0) =>
        column.RowEncoding is { } encoding ? [column.Path, encoding, frame0] : [column.Path, frame0];

    private DataViewSchema.DetachedColumn Output(FrameColumn column)
    {
        var itemType = FrameColumn.ItemTypeOf(column.Encoding);
        var type = column.Encoding is null
            ? new VectorDataViewType(itemType, 3, Height, Width)
            : new VectorDataViewType(itemType, Height, Width);
        var annotations = new DataViewSchema.Annotations.Builder();
        if (column.Encoding is null)
            LoadedFrames.Mark(annotations);
        if (column.Encoding is ClassLabelEncoding { ClassNames: { } names })
            ColumnAnnotations.AddClassNames(annotations, names);
        return new(column.Name, type, annotations.ToAnnotations());
    }

    private static LoadFramesTransformer Load(byte[] json)
    {
        try
        {
            var settings = JsonSerializer.Deserialize<Settings>(json, s_json) ?? throw new JsonException("The settings are null.");
            new LoadFramesOptions { Height = settings.Height, Width = settings.Width, LabelEncodings = settings.Given }.Validate();
            return new LoadFramesTransformer(settings);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or ArgumentException)
        {
            throw new InvalidDataException($"The model's LoadFrames settings cannot be read: {e.Message}", e);
        }
    }

    /// <summary>What a model file holds: encodings that override those of the data, and those of the training data for data without.</summary>
    private sealed record Settings(
        int Height, int Width, Dictionary<string, LabelEncoding> Given, Dictionary<string, LabelEncoding> Fitted);
}
