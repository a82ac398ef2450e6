using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.ML.MultiTask.Persistence;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>Reads and writes named tensors in the safetensors format, which holds plain data and no executable code.</summary>
/// <remarks>
/// The format of https://github.com/huggingface/safetensors: the length of a JSON header as 8 bytes little-endian, the header, then the tensors'
/// row-major little-endian data without gaps. Files are interchangeable with every other implementation for the element types F64 F32 F16 BF16 I64
/// I32 I16 I8 U8 BOOL. Tensors are stored in the order of the reference implementation: wide element types first, then by name.
/// <para>
/// The metadata entry <c>sha256</c> holds the SHA-256 of the data, which <see cref="Load(string)"/> verifies if present. Limit: 2 GiB per tensor.
/// </para>
/// </remarks>
public static class Safetensors
{
    /// <summary>The metadata key of the data section's SHA-256.</summary>
    internal const string ChecksumKey = "sha256";

    /// <summary>Writes tensors to a file, atomically: an interrupted write leaves the previous file.</summary>
    /// <param name="path">The file to create or replace; its folder must exist.</param>
    /// <param name="tensors">Names and tensors of any shape, any device, contiguous or not; not modified. Names must be unique.</param>
    /// <param name="metadata">Text entries for the header; the key <c>sha256</c> is reserved.</param>
    /// <exception cref="ArgumentException">A name occurs twice or is reserved, or the format lacks a tensor's element type.</exception>
    public static void Save(
        string path, IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null) =>
        AtomicFile.Write(path, stream => Save(stream, tensors, metadata));

    /// <summary>Writes tensors to a stream.</summary>
    /// <param name="stream">Written at its position; left open.</param>
    /// <param name="tensors">Names and tensors of any shape, any device, contiguous or not; not modified. Names must be unique.</param>
    /// <param name="metadata">Text entries for the header; the key <c>sha256</c> is reserved.</param>
    /// <exception cref="ArgumentException">A name occurs twice or is reserved, or the format lacks a tensor's element type.</exception>
    public static void Save(
        Stream stream, IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tensors);
        if (metadata?.ContainsKey(ChecksumKey) == true)
            throw new ArgumentException($"The metadata key '{ChecksumKey}' is reserved for the checksum of the data.", nameof(metadata));

        var named = tensors.ToList();
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var header = SafetensorsHeader.Layout(named);
        var byName = named.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        var data = header.Select(entry => byName[entry.Name].detach().cpu().contiguous()).ToList(); // no copy if it already is

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var tensor in data)
            hash.AppendData(Bytes(tensor));

        var entries = new Dictionary<string, string>(metadata ?? new Dictionary<string, string>(), StringComparer.Ordinal)
        {
            [ChecksumKey] = Convert.ToHexStringLower(hash.GetHashAndReset()),
        };
        var json = SafetensorsHeader.Format(header, entries);
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)json.Length);
        stream.Write(length);
        stream.Write(json);
        foreach (var tensor in data)
            stream.Write(Bytes(tensor));
    }

    /// <inheritdoc cref="Load(string, out IReadOnlyDictionary{string, string})"/>
    public static IReadOnlyDictionary<string, Tensor> Load(string path) => Load(path, out _);

    /// <summary>Reads all tensors of a file.</summary>
    /// <param name="path">A safetensors file.</param>
    /// <param name="metadata">The header's text entries, empty when it has none.</param>
    /// <returns>Tensors on the CPU by name; owned by the caller's dispose scope, or by the caller if there is none.</returns>
    /// <exception cref="InvalidDataException">It is cut short, was changed, or is not safetensors; the message says what is wrong.</exception>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    public static IReadOnlyDictionary<string, Tensor> Load(string path, out IReadOnlyDictionary<string, string> metadata)
    {
        using Stream stream = RegularFile.HasContent(path) ? File.OpenRead(path) : new MemoryStream();
        return Load(stream, $"'{path}'", out metadata);
    }

    /// <inheritdoc cref="Load(Stream, out IReadOnlyDictionary{string, string})"/>
    public static IReadOnlyDictionary<string, Tensor> Load(Stream stream) => Load(stream, out _);

    /// <summary>Reads all tensors of a stream.</summary>
    /// <param name="stream">Read from its position to its end; need not be seekable; left open.</param>
    /// <param name="metadata">The header's text entries, empty when it has none.</param>
    /// <returns>Tensors on the CPU by name; owned by the caller's dispose scope, or by the caller if there is none.</returns>
    /// <exception cref="InvalidDataException">It is cut short, was changed, or is not safetensors; the message says what is wrong.</exception>
    public static IReadOnlyDictionary<string, Tensor> Load(Stream stream, out IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Load(stream, "The stream", out metadata);
    }

    private static Dictionary<string, Tensor> Load(Stream stream, string source, out IReadOnlyDictionary<string, string> metadata)
    {
        var header = SafetensorsHeader.Read(stream, source, out metadata);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var scope = torch.NewDisposeScope();
        var tensors = new Dictionary<string, Tensor>(header.Count, StringComparer.Ordinal);

        foreach (var entry in header)
        {
            var tensor = torch.empty(entry.Shape, dtype: entry.ElementType);
            var bytes = Bytes(tensor);
            if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
                throw SafetensorsHeader.Damaged(source, $"it ends inside tensor '{entry.Name}'; was it copied or downloaded completely?");
            hash.AppendData(bytes);
            tensors.Add(entry.Name, tensor);
        }

        if (stream.ReadByte() >= 0)
            throw SafetensorsHeader.Damaged(source, "it has data after the last tensor in its header");
        var checksum = Convert.ToHexStringLower(hash.GetHashAndReset());
        if (metadata.TryGetValue(ChecksumKey, out var expected) && !checksum.Equals(expected, StringComparison.OrdinalIgnoreCase))
            throw SafetensorsHeader.Damaged(source,
                $"its data has the SHA-256 {checksum}, but {expected} when it was written; bytes were changed since");

        scope.MoveToOuter(tensors.Values);
        return tensors;
    }

    private static Span<byte> Bytes(Tensor tensor) => tensor.NumberOfElements == 0 ? [] : tensor.bytes;
}
