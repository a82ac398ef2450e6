using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.MultiTask.Persistence;

/// <summary>Connects the transformers of this package to <c>mlContext.Model.Save</c> and <c>Load</c>.</summary>
/// <remarks>
/// ML.NET keeps these members internal, so they are accessed by reflection, here and nowhere else: <c>ModelSaveContext.SetVersionInfo</c>,
/// <c>.Writer</c> and <c>.SaveBinaryStream</c>, <c>VersionInfo</c>; <c>ModelLoadContext.Reader</c> and <c>.TryLoadBinaryStream</c>;
/// <c>LoadableClassAttribute</c>, <c>LoadableClassInfo</c>, <c>SignatureLoadModel</c> and <c>ComponentCatalog.AddClass</c>. If a version of ML.NET
/// lacks one of them, a <see cref="NotSupportedException"/> names it and the alternative.
/// <para>
/// A transformer's state is a set of named byte streams. Each is an entry of the model's zip file; a manifest holds its length and SHA-256.
/// </para>
/// </remarks>
internal static class MLNetModelFormat
{
    private const BindingFlags AnyMember = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>The signatures registered with each MLContext's catalog.</summary>
    private static readonly ConditionalWeakTable<ComponentCatalog, HashSet<string>> s_registered = [];

    /// <summary>
    /// Registers a transformer type with a context's <c>Model.Load</c>; repeated calls have no effect. Its signature, 8 ASCII characters,
    /// names it in model files.
    /// </summary>
    public static void Register(
        MLContext mlContext, string signature, Type type, Func<IHostEnvironment, IReadOnlyDictionary<string, byte[]>, ITransformer> create)
    {
        var catalog = mlContext.ComponentCatalog;
        var registered = s_registered.GetOrCreateValue(catalog);
        lock (registered)
        {
            if (!registered.Add(signature))
                return;

            // LoadableClassAttribute(Type instType, Type argType, Type sigType, string userName, params string[] loadNames)
            var attributeType = Internal(typeof(ComponentCatalog), "Microsoft.ML.LoadableClassAttribute");
            var signatureType = Internal(typeof(ComponentCatalog), "Microsoft.ML.SignatureLoadModel");
            var attribute = Constructor(attributeType, typeof(Type), typeof(Type), typeof(Type), typeof(string), typeof(string[]))
                .Invoke([type, null, signatureType, signature, new[] { signature }]);

            // LoadableClassInfo(LoadableClassAttributeBase attr, MethodInfo getter, ConstructorInfo ctor, MethodInfo create, bool
            // requireEnv)
            var infoType = Internal(typeof(ComponentCatalog), "Microsoft.ML.Runtime.ComponentCatalog+LoadableClassInfo");
            var load = new DelegateMethod("Create", type, arguments => create((IHostEnvironment)arguments[0]!, ReadStreams(arguments[1]!)));
            var baseType = attributeType.BaseType!;
            var info = Constructor(infoType, baseType, typeof(MethodInfo), typeof(ConstructorInfo), typeof(MethodInfo), typeof(bool))
                .Invoke([attribute, null, null, load, true]);

            Call(catalog, "AddClass", [infoType, typeof(string[]), typeof(bool)], info, new[] { signature }, true);
        }
    }

    /// <summary>Writes a transformer's streams to a model. Their names consist of letters, digits, '.', '-' and '_'.</summary>
    public static void Save(ModelSaveContext ctx, string signature, Type type, IReadOnlyDictionary<string, byte[]> streams)
    {
        // VersionInfo(string modelSignature, uint verWrittenCur, uint verReadableCur, uint verWeCanReadBack,
        //     string loaderAssemblyName, string loaderSignature, string loaderSignatureAlt)
        var versionType = Internal(typeof(ModelSaveContext), "Microsoft.ML.VersionInfo");
        var version = Constructor(
                versionType, typeof(string), typeof(uint), typeof(uint), typeof(uint), typeof(string), typeof(string), typeof(string))
            .Invoke([signature, 1u, 1u, 1u, type.Assembly.GetName().Name, signature, null]);
        Call(ctx, "SetVersionInfo", [versionType], version);

        StreamManifest.Of(streams).Write((BinaryWriter)Field(ctx, "Writer"));
        foreach (var (name, content) in streams)
        {
            Action<BinaryWriter> write = writer => writer.Write(content);
            Call(ctx, "SaveBinaryStream", [typeof(string), typeof(Action<BinaryWriter>)], name, write);
        }
    }

    private static Dictionary<string, byte[]> ReadStreams(object loadContext)
    {
        var manifest = StreamManifest.Read((BinaryReader)Field(loadContext, "Reader"));
        var streams = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var part in manifest.Parts)
        {
            byte[]? content = null;
            try
            {
                Call(loadContext, "TryLoadBinaryStream", [typeof(string), typeof(Action<BinaryReader>)],
                    part.Name, (Action<BinaryReader>)(reader => content = Read(reader, part)));
            }
            catch (InvalidDataException e)
            {
                throw StreamManifest.Damaged(part.Name, "cannot be decompressed", e);
            }

            streams.Add(part.Name, part.Check(content));
        }

        return streams;
    }

    // ML.NET has the whole part in memory, so no buffer is made for a length that only the manifest claims.
    private static byte[] Read(BinaryReader reader, StreamManifest.Part part) =>
        reader.ReadBytes((int)Math.Min(part.Length + 1L, reader.BaseStream.CanSeek ? reader.BaseStream.Length : part.Length));

    /// <summary>An internal type of the assembly that holds <paramref name="neighbour"/>.</summary>
    internal static Type Internal(Type neighbour, string name) =>
        neighbour.Assembly.GetType(name) ?? throw Missing(neighbour, $"type '{name}'");

    internal static ConstructorInfo Constructor(Type type, params Type[] parameters) =>
        type.GetConstructor(AnyMember, parameters) ?? throw Missing(type, Signature($"constructor '{type.Name}", parameters));

    internal static object Field(object owner, string name) =>
        owner.GetType().GetField(name, AnyMember)?.GetValue(owner)
        ?? throw Missing(owner.GetType(), $"field '{owner.GetType().Name}.{name}'");

    internal static void Call(object owner, string name, Type[] parameters, params object?[] arguments)
    {
        var method = owner.GetType().GetMethod(name, AnyMember, parameters)
            ?? throw Missing(owner.GetType(), Signature($"method '{owner.GetType().Name}.{name}", parameters));
        method.Invoke(owner, BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null);
    }

    private static string Signature(string name, Type[] parameters) => $"{name}({string.Join(", ", parameters.Select(p => p.Name))})'";

    private static NotSupportedException Missing(Type type, string member)
    {
        var assembly = type.Assembly.GetName();
        return new NotSupportedException(
            $"Saving and loading multi-task models through mlContext.Model needs the internal {member}, "
            + $"which {assembly.Name} {assembly.Version} does not have. "
            + "Keep the network with SaveWeights and WithWeights instead, or use Microsoft.ML 5.0.");
    }
}
