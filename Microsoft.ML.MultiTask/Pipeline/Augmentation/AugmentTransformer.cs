using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.ML.Data;
using Microsoft.ML.MultiTask.Persistence;
using Microsoft.ML.MultiTask.Pipeline;
using Microsoft.ML.MultiTask.Pipeline.Augmentation;

namespace Microsoft.ML.MultiTask;

/// <summary>Augments the frames and labels of the rows that a trainer reads; all other readers get them unchanged.</summary>
/// <remarks>
/// <para>
/// The columns keep their names, types and annotations. Frames are those of <see cref="AugmentationOptions.FrameColumns"/>; labels are all other vectors
/// of Byte or Single of their size. What a row draws is a function of the seed, the epoch and the row's id (<see cref="DataViewRowId"/>): the order
/// of the rows, the batches, the loader threads and an interruption of the training do not matter. A source whose rows share one id gives all
/// of them the same draws.
/// </para>
/// <para>
/// A frame's colours are changed first, then it is flipped, scaled and cropped, blurred, and noise is added; it is rounded once. Frames are scaled by
/// linear interpolation where they grow and area averaging where they shrink, labels by nearest neighbour on the same grid.
/// </para>
/// </remarks>
public sealed class AugmentTransformer : RowMappingTransformer
{
    private const string Signature = "AUGFRAME";
    private const string OptionsName = "options.json";

    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase, RespectNullableAnnotations = true, Converters = { new JsonStringEnumConverter() },
    };

    private readonly AugmentationOptions _options;
    private readonly string _json;
    private readonly int? _epoch;                                   // of every reader; null for the trainer's

    internal AugmentTransformer(AugmentationOptions options, int? epoch = null) =>
        (_options, _json, _epoch) = (options, JsonSerializer.Serialize(options, s_json), epoch);

    /// <summary>The input's rows as a training reads them in one of its epochs, for every reader: to look at them, or for a training loop of one's
    /// own.</summary>
    /// <param name="input">The data to augment.</param>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <returns>The rows; those of a training whose seed is <see cref="AugmentationOptions.Seed"/>, or 0 without one.</returns>
    /// <exception cref="ArgumentException">A column is absent or of another type, or would stay as it is; the message names it.</exception>
    public IDataView TransformForEpoch(IDataView input, int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        return new AugmentTransformer(_options, epoch).Transform(input);
    }

    /// <inheritdoc/>
    public override void Save(ModelSaveContext ctx) =>
        MLNetModelFormat.Save(ctx, Signature, typeof(AugmentTransformer),
            new Dictionary<string, byte[]> { [OptionsName] = JsonSerializer.SerializeToUtf8Bytes(_options, s_json) });

    /// <summary>Registers the type with a context, so that <c>Model.Load</c> can create it.</summary>
    internal static void RegisterWith(MLContext mlContext) =>
        MLNetModelFormat.Register(mlContext, Signature, typeof(AugmentTransformer), (_, streams) => Load(streams[OptionsName]));

    internal override IReadOnlyList<AddedColumn> Bind(DataViewSchema input) =>
        [.. AugmentedColumn.Find(input, _options).Select(column => new AddedColumn(
            new(column.Column.Name, column.Column.Type, AugmentationMark.AddTo(column.Column.Annotations, _json)), [column.Column]))];

    internal override IRowMapping Open(DataViewRow input, IReadOnlyList<bool> active)
    {
        var columns = AugmentedColumn.Find(input.Schema, _options);
        if (_epoch is { } epoch)
            return new AugmentMapping(input, columns, _options, seed: 0, epoch);
        if (TrainingRead.Current is not { } read)
            return new UnchangedMapping(input, columns);
        read.CountMapping();
        return new AugmentMapping(input, columns, _options, read.Seed, read.Epoch);
    }

    private static AugmentTransformer Load(byte[] json)
    {
        try
        {
            var options = JsonSerializer.Deserialize<AugmentationOptions>(json, s_json) ?? throw new JsonException("The options are null.");
            options.Validate();
            return new AugmentTransformer(options);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or ArgumentException)
        {
            throw new InvalidDataException($"The model's Augment options cannot be read: {e.Message}", e);
        }
    }
}
