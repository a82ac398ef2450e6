using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>
/// Writes files as <c>torch.save</c> of PyTorch 2 does (compared with one of PyTorch 1.13 by its own unpickler): a zip archive without
/// compression of a pickle and the storages' bytes. The pickle is written instruction by instruction.
/// </summary>
internal static class PyTorchFiles
{
    internal static readonly byte[] Begin = [0x80, 2], End = [(byte)'.'], EmptyDictionary = [(byte)'}'], None = [(byte)'N'], EmptyTuple = [(byte)')'];
    internal static readonly byte[] OrderedDict = [.. Global("collections", "OrderedDict"), .. EmptyTuple, (byte)'R'];

    /// <summary>An archive of a pickle and storages, named 0, 1 and so on.</summary>
    internal static byte[] Archive(byte[] pickle, params byte[][] storages) =>
        Zip([("archive/data.pkl", pickle), ("archive/byteorder", "little"u8.ToArray()), .. storages.Select((bytes, i) => ($"archive/data/{i}", bytes))]);

    /// <summary>A state dict of float32 tensors, contiguous, each with a storage of its own.</summary>
    internal static byte[] StateDict(IReadOnlyDictionary<string, (long[] Shape, float[] Values)> tensors) => Archive(
        [.. Begin, .. Dictionary([.. tensors.Select((pair, i) =>
            (pair.Key, Tensor(Storage("FloatStorage", $"{i}", pair.Value.Values.Length), 0, pair.Value.Shape, Contiguous(pair.Value.Shape))))]), .. End],
        [.. tensors.Values.Select(tensor => Bytes(tensor.Values))]);

    internal static byte[] Dictionary(params (string Key, byte[] Value)[] items) =>
        [.. OrderedDict, (byte)'(', .. items.SelectMany(item => (byte[])[.. Text(item.Key), .. item.Value]), (byte)'u'];

    internal static byte[] Tensor(byte[] storage, long offset, long[] shape, long[] strides) =>
    [
        .. Global("torch._utils", "_rebuild_tensor_v2"), (byte)'(', .. storage, .. Number(offset), .. Tuple(shape), .. Tuple(strides), 0x89, .. OrderedDict,
        (byte)'t', (byte)'R',
    ];

    internal static byte[] Storage(string type, string key, long count) =>
        [(byte)'(', .. Text("storage"), .. Global("torch", type), .. Text(key), .. Text("cpu"), .. Number(count), (byte)'t', (byte)'Q'];

    internal static byte[] Global(string module, string name) => Encoding.UTF8.GetBytes($"c{module}\n{name}\n");

    internal static byte[] Text(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        return [(byte)'X', .. BitConverter.GetBytes(utf8.Length), .. utf8];
    }

    internal static byte[] Number(long number)
    {
        if (number is >= 0 and < 256) return [(byte)'K', (byte)number];
        if (number is >= 0 and < 65536) return [(byte)'M', (byte)number, (byte)(number >> 8)];
        if (number is >= int.MinValue and <= int.MaxValue) return [(byte)'J', .. BitConverter.GetBytes((int)number)];
        return [0x8a, sizeof(long), .. BitConverter.GetBytes(number)];
    }

    internal static byte[] Tuple(params long[] numbers) => [(byte)'(', .. numbers.SelectMany(Number), (byte)'t'];

    internal static byte[] Bytes(params float[] values)
    {
        var bytes = new byte[values.Length * sizeof(float)];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        return bytes;
    }

    internal static byte[] Zip((string Name, byte[] Content)[] parts, CompressionLevel level = CompressionLevel.NoCompression)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in parts)
            {
                using var part = zip.CreateEntry(name, level).Open();
                part.Write(content);
            }
        }
        return stream.ToArray();
    }

    private static long[] Contiguous(long[] shape)
    {
        var strides = new long[shape.Length];
        long next = 1;
        for (int d = shape.Length - 1; d >= 0; d--)
            (strides[d], next) = (next, next * shape[d]);
        return strides;
    }
}
