using System.Reflection;
using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>One model being loaded: its entry of the archive after the header, and the entries of its parts.</summary>
internal sealed class ModelLoadContext : IDisposable
{
    private readonly ModelArchive _archive;
    private readonly string _folder;
    private readonly string _modelSignature;
    private readonly uint _readableBy;
    private readonly string[] _loaders;
    private readonly string _loaderAssembly;

    public readonly BinaryReader Reader;

    private ModelLoadContext(ModelArchive archive, string folder, Stream entry)
    {
        _archive = archive;
        _folder = folder;
        Reader = new BinaryReader(entry, Encoding.UTF8);
        if (Reader.ReadUInt32() != ModelSaveContext.Mark)
            throw new FormatException($"Model file entry '{folder}/{ModelSaveContext.ModelEntry}' was not written by this implementation of Microsoft.ML. Save the model again with it.");
        _modelSignature = Reader.ReadString();
        _ = Reader.ReadUInt32();   // the version that wrote it
        _readableBy = Reader.ReadUInt32();
        _loaders = [Reader.ReadString(), Reader.ReadString()];
        _loaderAssembly = Reader.ReadString();
    }

    public void Dispose() => Reader.Dispose();

    public void CheckAtModel(VersionInfo ver)
    {
        if (_modelSignature != ver.ModelSignature)
            throw new FormatException($"Model '{_folder}' has the signature '{_modelSignature}', but '{ver.ModelSignature}' was expected.");
        if (_readableBy > ver.VerWrittenCur)
            throw new FormatException($"Model '{_folder}' is of a later version ({_readableBy:x8}) than this implementation reads ({ver.VerWrittenCur:x8}).");
    }

    public string LoadString() => Reader.ReadString();

    public bool TryLoadBinaryStream(string name, Action<BinaryReader> action)
    {
        Check.NonEmpty(name, nameof(name));
        ArgumentNullException.ThrowIfNull(action);
        using var entry = _archive.OpenOrNull(ModelSaveContext.EntryName(_folder, name));
        if (entry == null) return false;
        using var reader = new BinaryReader(entry, Encoding.UTF8);
        action(reader);
        return true;
    }

    public TModel LoadModel<TModel>(IHostEnvironment env, string name)
        where TModel : class => LoadModel<TModel>(env, _archive, ModelSaveContext.EntryName(_folder, name));

    public static TModel LoadModel<TModel>(IHostEnvironment env, ModelArchive archive, string folder)
        where TModel : class
    {
        using var entry = archive.OpenOrNull(ModelSaveContext.EntryName(folder, ModelSaveContext.ModelEntry))
            ?? throw new FormatException($"Corrupt model file: it has no model in '{folder}'.");
        using var context = new ModelLoadContext(archive, folder, entry);
        if (context._loaderAssembly.Length > 0) env.ComponentCatalog.RegisterAssembly(Assembly.Load(context._loaderAssembly));
        foreach (var loader in context._loaders.Where(l => l.Length > 0))
        {
            if (env.ComponentCatalog.TryCreateInstance(env, typeof(SignatureLoadModel), loader, context, out var model)
                && model is TModel result) return result;
        }
        throw new FormatException($"Couldn't load model: '{folder}' needs the loader '{context._loaders[0]}', which is not registered with this MLContext.");
    }
}
