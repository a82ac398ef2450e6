using System.IO.Compression;
using System.IO.Hashing;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Persistence;

/// <summary>Reads the weights in a file that <c>torch.save</c> wrote (PyTorch 1.6 or later), running nothing of it.</summary>
/// <remarks>
/// A zip archive: <c>NAME/data.pkl</c> describes the tensors (<see cref="PyTorchPickle"/>), <c>NAME/data/KEY</c> holds their numbers. PyTorch does
/// not compress, so all parts together are no longer than the file: that bounds the memory, beside the 100 times of a pickle of at most 4 MiB.
/// </remarks>
internal static class PyTorchFile
{
    private const string PickleName = "/data.pkl";
    private const int NamesInMessage = 5;

    /// <summary>Where training programs keep the weights within a dictionary of more.</summary>
    private static readonly string[] s_nested = ["state_dict", "model_state_dict", "model"];

    /// <summary>Reads the tensors of a state dict, which is the file's dictionary or one within it under a usual name.</summary>
    /// <param name="path">A <c>.pth</c> or <c>.pt</c> file.</param>
    /// <returns>
    /// Tensors on the CPU by name, of any strides, possibly sharing memory; owned by the caller's dispose scope, or by the caller if there is none.
    /// </returns>
    /// <exception cref="InvalidDataException">The file is damaged, of another kind, or more than tensors; the message says what is wrong.</exception>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    internal static IReadOnlyDictionary<string, Tensor> Load(string path)
    {
        using var scope = NewDisposeScope();
        try
        {
            using var zip = Open(path);
            var pickle = zip.Entries.Where(entry => entry.FullName.EndsWith(PickleName, StringComparison.Ordinal)).ToArray();
            if (pickle.Length != 1)
                throw new InvalidDataException($"it must have one part 'data.pkl', but has {pickle.Length}");
            string folder = pickle[0].FullName[..^PickleName.Length];
            if (zip.GetEntry($"{folder}/byteorder") is { } order && !Content(order, 64).AsSpan().SequenceEqual("little"u8))
                throw new InvalidDataException("its numbers are not in little-endian order");

            var tensors = StateDict(PyTorchPickle.Read(Content(pickle[0], PyTorchPickle.MaxLength)));
            var storages = new Dictionary<string, (PyTorchStorage Described, Tensor Numbers)>(StringComparer.Ordinal);
            var loaded = tensors.ToDictionary(pair => pair.Key, pair => View(pair.Value, zip, folder, storages), StringComparer.Ordinal);
            scope.MoveToOuter(loaded.Values);
            return loaded;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or NotSupportedException or OverflowException)
        {
            throw new InvalidDataException($"'{path}' cannot be read as PyTorch weights: {e.Message.TrimEnd('.')}.", e);
        }
    }

    /// <summary>Opens the archive, whose parts are checked to be no longer than the file.</summary>
    private static ZipArchive Open(string path)
    {
        if (!RegularFile.HasContent(path))
            throw new InvalidDataException("it is empty");
        var stream = File.OpenRead(path);
        ZipArchive? zip = null;
        try
        {
            Span<byte> start = stackalloc byte[2];
            if (stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length || !start.SequenceEqual("PK"u8))
                throw new InvalidDataException("it is not the zip archive that PyTorch has written since 1.6. Load an older file with PyTorch, and save it again");
            zip = new ZipArchive(stream);
            long total = 0;
            foreach (var entry in zip.Entries)
                if (entry.Length < 0 || entry.Length != entry.CompressedLength || (total += entry.Length) > stream.Length)
                    throw new InvalidDataException($"its part '{entry.FullName[..Math.Min(entry.FullName.Length, 200)]}' is compressed or overlaps others, "
                        + "which PyTorch does not do");
            return zip;
        }
        catch
        {
            zip?.Dispose();
            stream.Dispose();
            throw;
        }
    }

    /// <summary>The tensors of the dictionary that holds the weights.</summary>
    private static Dictionary<string, PyTorchTensor> StateDict(object? root)
    {
        if (root is not Dictionary<object, object?> items)
            throw new InvalidDataException("it holds no dictionary of tensors. Save model.state_dict()");
        var weights = s_nested.Select(name => items.GetValueOrDefault(name)).OfType<Dictionary<object, object?>>().FirstOrDefault() ?? items;
        object[] others = [.. weights.Where(pair => (pair.Key, pair.Value) is not (string, PyTorchTensor)).Select(pair => pair.Key)];
        if (others.Length > 0 || weights.Count == 0)
            throw new InvalidDataException($"its dictionary must hold tensors by name, or such a dictionary as {string.Join(" or ", s_nested.Select(n => $"'{n}'"))}, "
                + (weights.Count == 0 ? "but is empty" : $"but has other things: {string.Join(", ", others.Take(NamesInMessage).Select(name => $"'{name}'"))}"
                    + (others.Length > NamesInMessage ? ", ..." : "")));
        return weights.ToDictionary(pair => (string)pair.Key, pair => (PyTorchTensor)pair.Value!, StringComparer.Ordinal);
    }

    private static Tensor View(
        PyTorchTensor described, ZipArchive zip, string folder, Dictionary<string, (PyTorchStorage Described, Tensor Numbers)> storages)
    {
        var storage = described.Storage;
        if (!storages.TryGetValue(storage.Key, out var known))
            storages[storage.Key] = known = (storage, ReadStorage(storage, zip, folder));
        if (known.Described != storage)
            throw new InvalidDataException($"its part 'data/{storage.Key}' is {known.Described.ElementType} to one tensor and {storage.ElementType} to another");
        return described.Shape.Contains(0) ? empty(described.Shape, storage.ElementType)
            : known.Numbers.as_strided(described.Shape, described.Strides, described.Offset);
    }

    private static Tensor ReadStorage(PyTorchStorage described, ZipArchive zip, string folder)
    {
        var part = zip.GetEntry($"{folder}/data/{described.Key}") ?? throw new InvalidDataException($"its part 'data/{described.Key}' is missing");
        using var none = empty(0, described.ElementType);
        var bytes = (UInt128)described.Count * (UInt128)none.ElementSize;
        if (bytes != (UInt128)part.Length || part.Length > int.MaxValue)
            throw new InvalidDataException($"its part 'data/{described.Key}' should be {bytes} bytes long (at most {int.MaxValue}), but has {part.Length}");
        var storage = empty(described.Count, described.ElementType);
        if (described.Count > 0)
            Fill(part, storage.bytes);
        return storage;
    }

    private static byte[] Content(ZipArchiveEntry part, int most)
    {
        if (part.Length > most)
            throw new InvalidDataException($"its part '{part.FullName}' is {part.Length} bytes long, and at most {most} are read");
        var content = new byte[part.Length];
        Fill(part, content);
        return content;
    }

    private static void Fill(ZipArchiveEntry part, Span<byte> content)
    {
        using var stream = part.Open();
        stream.ReadExactly(content);
        if (part.Crc32 != 0 && part.Crc32 != Crc32.HashToUInt32(content))                     // 0: PyTorch was told to compute none
            throw new InvalidDataException($"its part '{part.FullName}' was changed: its checksum is wrong");
    }
}
