using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.ML.MultiTask.Data.Encodings;

namespace Microsoft.ML.MultiTask;

/// <summary>What the samples of a label image mean. Travels as an annotation of the column of label paths, so that nothing downstream
/// depends on a data set.</summary>
/// <remarks>Either a <see cref="ClassLabelEncoding"/> or a <see cref="DepthLabelEncoding"/>. Label images are PNG files, decoded to their
/// exact samples.</remarks>
[JsonConverter(typeof(LabelEncodingJson))]
public abstract record LabelEncoding
{
    private protected LabelEncoding()
    {
    }

    /// <summary>The channel of an image of several channels that holds the label. Null requires one sample per pixel: a grey image, a
    /// palette, whose index (not its colour) is the sample, or colours whose red, green and blue are equal in every pixel.</summary>
    /// <value>From 0, or null. Default null; 0 for SYNTHIA, whose labels are the red channel.</value>
    public int? Channel { get; init; }

    /// <summary>The bits per sample that the label image must have; null accepts any.</summary>
    /// <value>1, 2, 4, 8 or 16. Default null for classes, 16 for depth: an 8-bit copy of 16-bit depth is useless.</value>
    public int? BitDepth { get; init; }

    /// <summary>This encoding as JSON, for annotations and model files.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, LabelEncodingContext.Default.LabelEncoding);

    /// <summary>Reads the output of <see cref="ToJson"/>.</summary>
    /// <param name="json">A JSON object with a property "kind" that is "class" or "depth". Other properties may be left out, except
    /// "classCount" of a class encoding.</param>
    /// <exception cref="InvalidDataException">The text is not such an object, or a value is out of range.</exception>
    public static LabelEncoding FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            var encoding = JsonSerializer.Deserialize(json, LabelEncodingContext.Default.LabelEncoding)
                ?? throw new JsonException("A label encoding must not be null.");
            encoding.Validate();
            return encoding;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or ArgumentException)
        {
            throw new InvalidDataException(
                $"A label encoding must be JSON as written by LabelEncoding.ToJson, but was '{(json.Length > 200 ? json[..200] + "…" : json)}': {e.Message}", e);
        }
    }

    /// <summary>Throws <see cref="ArgumentException"/> naming the property that is out of range.</summary>
    internal virtual void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Channel ?? 0, nameof(Channel));
        if (BitDepth is not (null or 1 or 2 or 4 or 8 or 16))
            throw new ArgumentOutOfRangeException(nameof(BitDepth), BitDepth, "'BitDepth' must be 1, 2, 4, 8, 16 or null.");
    }

    private protected static void CheckRange(IReadOnlyList<int> values, int maximum, string property)
    {
        foreach (var value in values)
        {
            if (value < 0 || value > maximum)
                throw new ArgumentException($"'{property}' must hold values in 0 to {maximum}, but has {value}.", property);
        }
    }
}
