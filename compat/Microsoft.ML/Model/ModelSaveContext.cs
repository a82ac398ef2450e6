using System.IO.Compression;
using System.Text;

namespace Microsoft.ML;

/// <summary>
/// One model being saved: an entry <c>folder/Model.key</c> of a zip archive, beside entries of its parts.
/// The entry is a header (mark, model signature, versions, loader, its assembly), then what the model wrote.
/// </summary>
public sealed class ModelSaveContext : IDisposable
{
    internal const string ModelEntry = "Model.key";
    internal const uint Mark = 0x4D4C4D31;   // "1MLM" on disk

    private readonly ZipArchive _archive;
    private readonly string _folder;
    private readonly MemoryStream _content = new();
    private VersionInfo _version;

    internal readonly BinaryWriter Writer;

    private ModelSaveContext(ZipArchive archive, string folder)
    {
        _archive = archive;
        _folder = folder;
        Writer = new BinaryWriter(_content, Encoding.UTF8, leaveOpen: true);
    }

    public void Dispose() => Writer.Dispose();

    internal void CheckAtModel() => Check.State(Writer.BaseStream.Position == 0, "The model must be at its beginning.");

    internal void SetVersionInfo(VersionInfo ver) => _version = ver;

    internal void SaveString(string str)
    {
        ArgumentNullException.ThrowIfNull(str);
        Writer.Write(str);
    }

    internal void SaveBinaryStream(string name, Action<BinaryWriter> action)
    {
        Check.NonEmpty(name, nameof(name));
        ArgumentNullException.ThrowIfNull(action);
        WriteEntry(_archive, EntryName(_folder, name), action);
    }

    internal void SaveModel(ICanSaveModel model, string name) => SaveModel(_archive, EntryName(_folder, name), model);

    internal static void SaveModel(ZipArchive archive, string folder, ICanSaveModel model)
    {
        using var context = new ModelSaveContext(archive, folder);
        model.Save(context);
        context.Done();
    }

    internal static void WriteEntry(ZipArchive archive, string name, Action<BinaryWriter> write)
    {
        using var writer = new BinaryWriter(archive.CreateEntry(name, CompressionLevel.Fastest).Open(), Encoding.UTF8);
        write(writer);
    }

    internal static string EntryName(string folder, string name)
    {
        Check.Param(!name.Contains("..", StringComparison.Ordinal), nameof(name), "Must not contain '..'.");
        return string.IsNullOrEmpty(folder) ? name : $"{folder}/{name}";
    }

    private void Done()
    {
        Check.State(_version.ModelSignature != null, "ModelSignature not specified!");
        WriteEntry(_archive, EntryName(_folder, ModelEntry), entry =>
        {
            entry.Write(Mark);
            entry.Write(_version.ModelSignature);
            entry.Write(_version.VerWrittenCur);
            entry.Write(_version.VerReadableCur);
            entry.Write(_version.LoaderSignature ?? "");
            entry.Write(_version.LoaderSignatureAlt ?? "");
            entry.Write(_version.LoaderAssemblyName ?? "");
            Writer.Flush();
            entry.Write(_content.GetBuffer().AsSpan(0, (int)_content.Length));
        });
    }
}
