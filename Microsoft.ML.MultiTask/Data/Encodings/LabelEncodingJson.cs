using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.ML.MultiTask.Data.Encodings;

/// <summary>Converts encodings to and from JSON with generated code: reflection would cost every program 30 ms at start-up.</summary>
internal sealed class LabelEncodingJson : JsonConverter<LabelEncoding>
{
    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, LabelEncoding value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, EncodedLabel.Of(value), EncodedLabelContext.Default.EncodedLabel);

    /// <inheritdoc/>
    public override LabelEncoding Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ToEncoding(JsonSerializer.Deserialize(ref reader, EncodedLabelContext.Default.EncodedLabel));

    internal static string Format(LabelEncoding encoding) =>
        JsonSerializer.Serialize(EncodedLabel.Of(encoding), EncodedLabelContext.Default.EncodedLabel);

    /// <exception cref="JsonException">The text is not an encoding.</exception>
    /// <exception cref="NotSupportedException">The text has no "kind".</exception>
    internal static LabelEncoding Parse(string json) =>
        ToEncoding(JsonSerializer.Deserialize(json, EncodedLabelContext.Default.EncodedLabel));

    private static LabelEncoding ToEncoding(EncodedLabel? encoded) =>
        encoded?.ToEncoding() ?? throw new JsonException("A label encoding must not be null.");
}
