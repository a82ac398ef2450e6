using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;

namespace Microsoft.ML.MultiTask.Persistence;

/// <summary>Names, lengths and SHA-256 hashes of the streams of a saved transformer; protected by a SHA-256 itself.</summary>
/// <remarks>Written as a length (Int32), that many bytes of UTF-8 JSON, and their SHA-256 (32 bytes).</remarks>
internal sealed record StreamManifest(int Format, IReadOnlyList<StreamManifest.Part> Parts)
{
    private const int CurrentFormat = 1;
    private const int MaxLength = 1 << 20;

    private static readonly JsonSerializerOptions s_json = new() { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    public sealed record Part(string Name, int Length, string Sha256)
    {
        /// <summary>Returns the content of the part if it is unchanged.</summary>
        public byte[] Check(byte[]? content)
        {
            if (content is null)
                throw Damaged(Name, "is missing");
            if (content.Length != Length)
                throw Damaged(Name, $"should be {Length} bytes long, but ends after {content.Length}");
            var found = Hash(content);
            return found == Sha256 ? content : throw Damaged(Name, $"should have the SHA-256 {Sha256}, but has {found}");
        }
    }

    public static StreamManifest Of(IReadOnlyDictionary<string, byte[]> streams) =>
        new(CurrentFormat, [.. streams.Select(stream => new Part(stream.Key, stream.Value.Length, Hash(stream.Value)))]);

    public void Write(BinaryWriter writer)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(this, s_json);
        writer.Write(json.Length);
        writer.Write(json);
        writer.Write(SHA256.HashData(json));
    }

    public static StreamManifest Read(BinaryReader reader)
    {
        _ = BinaryPrimitives.TryReadInt32LittleEndian(reader.ReadBytes(sizeof(int)), out var length);
        var json = reader.ReadBytes(length is >= 0 and <= MaxLength ? length : 0);
        var hash = reader.ReadBytes(SHA256.HashSizeInBytes);
        if (json.Length != length || !hash.AsSpan().SequenceEqual(SHA256.HashData(json)))
            throw Damaged("manifest", "does not match its SHA-256");

        var manifest = Parse(json);
        if (manifest.Format > CurrentFormat)
            throw new InvalidDataException(
                $"The model was saved in format {manifest.Format}, "
                + $"but this version of Microsoft.ML.MultiTask reads formats up to {CurrentFormat}: use a newer version.");
        return manifest.Parts.All(part => part is { Length: >= 0 }) && manifest.Parts.DistinctBy(part => part.Name).Count() == manifest.Parts.Count
            ? manifest : throw Damaged("manifest", "must list each part once, with its length");
    }

    private static StreamManifest Parse(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize<StreamManifest>(json, s_json) ?? throw new JsonException("It is null.");
        }
        catch (JsonException e)
        {
            throw Damaged("manifest", $"cannot be read: {e.Message.TrimEnd('.')}", e);
        }
    }

    public static InvalidDataException Damaged(string part, string what, Exception? inner = null) =>
        new($"The model file is damaged: its part '{part}' {what}. "
            + "Copy the file again from where it was saved, or save the model again.", inner);

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
