using System.Buffers.Binary;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Persistence;

/// <summary>Lays out, writes, reads and checks the header of a safetensors file.</summary>
internal static class SafetensorsHeader
{
    /// <summary>The reference implementation's limit, so that a damaged length does not exhaust memory.</summary>
    private const int MaxLength = 100_000_000;

    private const string MetadataKey = "__metadata__";

    /// <summary>Element types in storage order, widest first, which keeps every tensor aligned.</summary>
    private static readonly (string Name, ScalarType Type, int Size)[] s_elementTypes =
    [
        ("I64", ScalarType.Int64, 8), ("F64", ScalarType.Float64, 8), ("F32", ScalarType.Float32, 4), ("I32", ScalarType.Int32, 4),
        ("BF16", ScalarType.BFloat16, 2), ("F16", ScalarType.Float16, 2), ("I16", ScalarType.Int16, 2),
        ("I8", ScalarType.Int8, 1), ("U8", ScalarType.Byte, 1), ("BOOL", ScalarType.Bool, 1),
    ];

    private static readonly JsonSerializerOptions s_jsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One tensor; Begin and End are byte offsets in the data section.</summary>
    public sealed record Entry(string Name, ScalarType ElementType, long[] Shape, long Begin, long End);

    /// <summary>Orders the tensors and assigns their offsets.</summary>
    public static IReadOnlyList<Entry> Layout(IReadOnlyList<KeyValuePair<string, Tensor>> tensors)
    {
        var entries = new List<Entry>(tensors.Count);
        var names = new HashSet<string>(StringComparer.Ordinal) { MetadataKey };
        long position = 0;
        foreach (var (name, tensor) in tensors.OrderBy(pair => Order(pair.Key, pair.Value)).ThenBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (!names.Add(name))
                throw new ArgumentException(
                    name == MetadataKey ? $"A tensor cannot be named '{name}'." : $"Two tensors are named '{name}'; names must be unique.",
                    nameof(tensors));

            var end = position + tensor.NumberOfElements * s_elementTypes[Order(name, tensor)].Size;
            entries.Add(new Entry(name, tensor.dtype, tensor.shape, position, end));
            position = end;
        }

        return entries;
    }

    /// <summary>The header as UTF-8 JSON, padded with spaces to a multiple of 8 bytes.</summary>
    public static byte[] Format(IReadOnlyList<Entry> entries, IReadOnlyDictionary<string, string> metadata)
    {
        var header = new JsonObject
        {
            [MetadataKey] = new JsonObject(metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
        };
        foreach (var entry in entries)
            header[entry.Name] = new JsonObject
            {
                ["dtype"] = s_elementTypes.First(type => type.Type == entry.ElementType).Name,
                ["shape"] = new JsonArray([.. entry.Shape.Select(size => (JsonNode)size)]),
                ["data_offsets"] = new JsonArray(entry.Begin, entry.End),
            };
        var text = header.ToJsonString(s_jsonOptions);
        return Encoding.UTF8.GetBytes(text + new string(' ', -Encoding.UTF8.GetByteCount(text) & 7));
    }

    /// <summary>Reads and checks the header, from its length on. Entries are in the order of their data and cover it without gaps.</summary>
    public static IReadOnlyList<Entry> Read(Stream stream, string source, out IReadOnlyDictionary<string, string> metadata)
    {
        var prefix = ReadBytes(stream, sizeof(ulong), source);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length is < 2 or > MaxLength)
            throw Damaged(source, $"its header would be {length} bytes long (2 to {MaxLength} are possible); is it a safetensors file?");

        try
        {
            using var document = JsonDocument.Parse(
                ReadBytes(stream, (int)length, source), new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 4 });
            return Parse(document.RootElement, stream.CanSeek ? stream.Length - stream.Position : null, source, out metadata);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            // JsonElement reports a value of another kind, or a number out of range, through the last three.
            throw Damaged(source, $"its header cannot be read: {e.Message}", e);
        }
    }

    public static InvalidDataException Damaged(string source, string what, Exception? inner = null) =>
        new($"{source} cannot be read as safetensors: {what.TrimEnd('.')}{(what.EndsWith('?') ? "" : ".")}", inner);

    private static List<Entry> Parse(JsonElement root, long? dataLength, string source, out IReadOnlyDictionary<string, string> metadata)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var entries = new List<Entry>();
        foreach (var property in root.EnumerateObject())
        {
            if (property.Name != MetadataKey)
                entries.Add(ParseEntry(property.Name, property.Value, source));
            else
                foreach (var text in property.Value.EnumerateObject())
                    texts.Add(text.Name, text.Value.GetString() ?? "");
        }

        entries.Sort((a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
        long position = 0;
        foreach (var entry in entries)
        {
            if (entry.Begin != position)
                throw Damaged(source, $"the data of tensor '{entry.Name}' starts at byte {entry.Begin}, "
                    + (entry.Begin < position ? "inside the tensor before it, which ends" : "but the tensor before it ends") + $" at {position}");
            position = entry.End;
        }

        if (dataLength is { } found && found != position)
            throw Damaged(source,
                $"its header describes {position} bytes of data, but {found} follow; was it copied or downloaded completely?");

        metadata = texts;
        return entries;
    }

    private static Entry ParseEntry(string name, JsonElement value, string source)
    {
        var dtype = Member("dtype").GetString();
        var type = Array.Find(s_elementTypes, known => known.Name == dtype);
        if (type.Name is null)
            throw Damaged(source,
                $"tensor '{name}' has the element type '{dtype}'; known are {string.Join(' ', s_elementTypes.Select(t => t.Name))}");

        var shape = Member("shape").EnumerateArray().Select(size => size.GetInt64()).ToArray();
        var offsets = Member("data_offsets").EnumerateArray().Select(offset => offset.GetInt64()).ToArray();
        if (offsets is not [>= 0, >= 0] || offsets[1] < offsets[0])
            throw Damaged(source, $"tensor '{name}' has the data offsets [{string.Join(", ", offsets)}], expected a start and an end");
        if (Array.Exists(shape, size => size < 0))
            throw Damaged(source, $"tensor '{name}' has the shape [{string.Join(", ", shape)}]");

        // Without zeros too, since strides are products of sizes.
        _ = shape.Aggregate((long)type.Size, (product, size) => checked(product * Math.Max(1, size)));
        var bytes = shape.Aggregate((long)type.Size, (product, size) => checked(product * size));
        if (bytes != offsets[1] - offsets[0] || bytes > int.MaxValue)
            throw Damaged(source, $"tensor '{name}', {dtype} [{string.Join(", ", shape)}], needs {bytes} bytes "
                + $"(at most {int.MaxValue} are supported), but its data offsets span {offsets[1] - offsets[0]}");

        return new Entry(name, type.Type, shape, offsets[0], offsets[1]);

        JsonElement Member(string key) =>
            value.TryGetProperty(key, out var found) ? found : throw Damaged(source, $"tensor '{name}' has no '{key}' in the header");
    }

    private static int Order(string name, Tensor tensor)
    {
        var order = Array.FindIndex(s_elementTypes, type => type.Type == tensor.dtype);
        return order >= 0 ? order : throw new ArgumentException(
            $"Tensor '{name}' has the element type {tensor.dtype}, which the safetensors format does not have.", nameof(tensor));
    }

    private static byte[] ReadBytes(Stream stream, int count, string source)
    {
        var bytes = new byte[stream.CanSeek ? Math.Min(count, Math.Max(0, stream.Length - stream.Position)) : count];
        return stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == count
            ? bytes
            : throw Damaged(source, "it ends inside its header; was it copied or downloaded completely?");
    }
}
