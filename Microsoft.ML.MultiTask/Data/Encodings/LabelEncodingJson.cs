using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.ML.MultiTask.Data.Encodings;

/// <summary>
/// Writes and reads encodings property by property. Every data set has some, and the serializer, which looks their types up first, would
/// take 30 ms of a program's start for them.
/// </summary>
internal sealed class LabelEncodingJson : JsonConverter<LabelEncoding>
{
    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, LabelEncoding value, JsonSerializerOptions options) => Write(writer, value);

    /// <inheritdoc/>
    public override LabelEncoding Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var json = JsonDocument.ParseValue(ref reader);
        return Read(json.RootElement);
    }

    internal static void Write(Utf8JsonWriter json, LabelEncoding encoding)
    {
        json.WriteStartObject();
        if (encoding is ClassLabelEncoding classes) WriteClasses(json, classes);
        else WriteDepth(json, (DepthLabelEncoding)encoding);
        json.WriteNumber("channel", encoding.Channel);
        if (encoding.BitDepth is { } bitDepth) json.WriteNumber("bitDepth", bitDepth);
        else json.WriteNull("bitDepth");
        json.WriteEndObject();
    }

    /// <summary>Reads an encoding; what is not there has its default.</summary>
    /// <exception cref="JsonException">It is not one.</exception>
    internal static LabelEncoding Read(JsonElement json)
    {
        try
        {
            return json.GetProperty("kind").GetString() switch
            {
                "class" => ReadClasses(json),
                "depth" => ReadDepth(json),
                var kind => throw new JsonException($"'kind' must be 'class' or 'depth', but was '{kind}'."),
            };
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException or FormatException or OverflowException)
        {
            throw new JsonException(e.Message, e);
        }
    }

    private static void WriteClasses(Utf8JsonWriter json, ClassLabelEncoding classes)
    {
        json.WriteString("kind", "class");
        json.WriteNumber("classCount", classes.ClassCount);
        if (classes.ClassNames is { } names)
        {
            json.WriteStartArray("classNames");
            foreach (var name in names) json.WriteStringValue(name);
            json.WriteEndArray();
        }
        WriteMap(json, "classOfValue", classes.ClassOfValue);
        WriteList(json, "ignoredValues", classes.IgnoredValues);
        WriteMap(json, "classOfColor", classes.ClassOfColor);
        WriteList(json, "ignoredColors", classes.IgnoredColors);
        if (classes.OtherClass is { } other) json.WriteNumber("otherClass", other);
    }

    private static ClassLabelEncoding ReadClasses(JsonElement json)
    {
        var classes = new ClassLabelEncoding(json.GetProperty("classCount").GetInt32());
        foreach (var property in json.EnumerateObject())
        {
            var value = property.Value;
            if (value.ValueKind == JsonValueKind.Null && property.Name != "bitDepth") continue;
            classes = property.Name switch
            {
                "classNames" => classes with { ClassNames = [.. value.EnumerateArray().Select(name => name.GetString()!)] },
                "classOfValue" => classes with { ClassOfValue = ReadMap(value) },
                "ignoredValues" => classes with { IgnoredValues = ReadList(value) },
                "classOfColor" => classes with { ClassOfColor = ReadMap(value) },
                "ignoredColors" => classes with { IgnoredColors = ReadList(value) },
                "otherClass" => classes with { OtherClass = value.GetInt32() },
                "channel" => classes with { Channel = value.GetInt32() },
                "bitDepth" => classes with { BitDepth = ReadBitDepth(value) },
                _ => classes,
            };
        }
        return classes;
    }

    private static void WriteDepth(Utf8JsonWriter json, DepthLabelEncoding depth)
    {
        json.WriteString("kind", "depth");
        json.WriteNumber("metersPerUnit", depth.MetersPerUnit);
        WriteList(json, "missingValues", depth.MissingValues);
        if (depth.FocalTimesBaseline is { } focalTimesBaseline) json.WriteNumber("focalTimesBaseline", focalTimesBaseline);
        json.WriteNumber("disparityPerUnit", depth.DisparityPerUnit);
        json.WriteNumber("disparityOffset", depth.DisparityOffset);
    }

    private static DepthLabelEncoding ReadDepth(JsonElement json)
    {
        var depth = new DepthLabelEncoding();
        foreach (var property in json.EnumerateObject())
        {
            var value = property.Value;
            if (value.ValueKind == JsonValueKind.Null && property.Name != "bitDepth") continue;
            depth = property.Name switch
            {
                "metersPerUnit" => depth with { MetersPerUnit = value.GetDouble() },
                "missingValues" => depth with { MissingValues = ReadList(value) },
                "focalTimesBaseline" => depth with { FocalTimesBaseline = value.GetDouble() },
                "disparityPerUnit" => depth with { DisparityPerUnit = value.GetDouble() },
                "disparityOffset" => depth with { DisparityOffset = value.GetDouble() },
                "channel" => depth with { Channel = value.GetInt32() },
                "bitDepth" => depth with { BitDepth = ReadBitDepth(value) },
                _ => depth,
            };
        }
        return depth;
    }

    // Null is a value of its own: any number of bits.
    private static int? ReadBitDepth(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value.GetInt32();

    private static void WriteList(Utf8JsonWriter json, string name, IReadOnlyList<int> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteNumberValue(value);
        json.WriteEndArray();
    }

    private static int[] ReadList(JsonElement json)
    {
        var values = new int[json.GetArrayLength()];
        for (int i = 0; i < values.Length; i++) values[i] = json[i].GetInt32();
        return values;
    }

    private static void WriteMap(Utf8JsonWriter json, string name, IReadOnlyDictionary<int, int>? map)
    {
        if (map is null) return;
        json.WriteStartObject(name);
        foreach (var (value, index) in map) json.WriteNumber(value.ToString(CultureInfo.InvariantCulture), index);
        json.WriteEndObject();
    }

    private static Dictionary<int, int> ReadMap(JsonElement json)
    {
        var map = new Dictionary<int, int>();
        foreach (var pair in json.EnumerateObject())
            map[int.Parse(pair.Name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)] = pair.Value.GetInt32();
        return map;
    }
}
