using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Microsoft.ML.MultiTask.Data.Encodings;

/// <summary>The JSON form of an encoding: its properties after its "kind".</summary>
internal sealed class LabelEncodingJson : JsonConverter<LabelEncoding>
{
    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, LabelEncoding value, JsonSerializerOptions options)
    {
        var json = Properties(value);
        json.Insert(0, "kind", value is ClassLabelEncoding ? "class" : "depth");
        json.WriteTo(writer);
    }

    /// <inheritdoc/>
    public override LabelEncoding Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var json = JsonNode.Parse(ref reader) as JsonObject ?? throw new JsonException("A label encoding must be a JSON object.");
        if (json["classNames"] is JsonArray names && names.Contains(null))
            throw new JsonException("The class names of a label encoding must be texts, but one was null.");
        return json["kind"]?.ToString() switch
        {
            "class" => WithDefaults(json, new ClassLabelEncoding(0)).Deserialize(LabelEncodingContext.Default.ClassLabelEncoding)!,
            "depth" => WithDefaults(json, new DepthLabelEncoding()).Deserialize(LabelEncodingContext.Default.DepthLabelEncoding)!,
            var kind => throw new JsonException($"A label encoding must be of kind class or depth, but was '{kind}'."),
        };
    }

    private static JsonObject Properties(LabelEncoding encoding) => (encoding is ClassLabelEncoding classes
        ? JsonSerializer.SerializeToNode(classes, LabelEncodingContext.Default.ClassLabelEncoding)
        : JsonSerializer.SerializeToNode((DepthLabelEncoding)encoding, LabelEncodingContext.Default.DepthLabelEncoding))!.AsObject();

    // Generated code would set init-only properties that the JSON leaves out to null or 0. The number of classes has no default.
    private static JsonObject WithDefaults(JsonObject json, LabelEncoding defaults)
    {
        foreach (var (name, value) in Properties(defaults).Where(property => property.Key != "classCount"))
            json.TryAdd(name, value?.DeepClone());
        return json;
    }
}
