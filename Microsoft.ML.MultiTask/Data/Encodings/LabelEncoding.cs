using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.ML.MultiTask.Data.Encodings;

namespace Microsoft.ML.MultiTask;

/// <summary>What the samples of a label image mean. Travels with the column of label paths, so that nothing downstream names a data
/// set.</summary>
/// <remarks>Either a <see cref="ClassLabelEncoding"/> or a <see cref="DepthLabelEncoding"/>. Label images are PNG files, decoded to their
/// exact samples.</remarks>
[JsonConverter(typeof(LabelEncodingJson))]
public abstract record LabelEncoding
{
    private protected LabelEncoding()
    {
    }

    /// <summary>The sample of a pixel that holds the label.</summary>
    /// <value>From 0: red, grey or the palette index (not its colour). Default 0.</value>
    public int Channel { get; init; }

    /// <summary>The bits a sample of the label image must have; null accepts any.</summary>
    /// <value>1, 2, 4, 8 or 16. Default null for classes, 16 for depth: an 8-bit copy of 16-bit depth has lost it.</value>
    public int? BitDepth { get; init; }

    /// <summary>This encoding as JSON, for annotations and model files.</summary>
    public string ToJson()
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text))
            LabelEncodingJson.Write(json, this);
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">A JSON object whose property "kind" is "class" or "depth".</param>
    /// <exception cref="InvalidDataException">The text is not such an object, or its values are out of range.</exception>
    public static LabelEncoding FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using var document = JsonDocument.Parse(json);
            var encoding = LabelEncodingJson.Read(document.RootElement);
            encoding.Validate();
            return encoding;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new InvalidDataException(
                $"A label encoding must be JSON as LabelEncoding.ToJson writes it, but was '{json}': {e.Message}", e);
        }
    }

    /// <summary>Throws <see cref="ArgumentException"/> naming the property that is out of range.</summary>
    internal virtual void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Channel);
        if (BitDepth is not (null or 1 or 2 or 4 or 8 or 16))
            throw new ArgumentOutOfRangeException(nameof(BitDepth), BitDepth, "'BitDepth' must be 1, 2, 4, 8, 16 or null.");
    }
}
