using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

[assembly: LoadableClass(typeof(TransformerChain<ITransformer>), typeof(TransformerChainFile), null, typeof(SignatureLoadModel),
    "Transformer chain", TransformerChainFile.Loader)]

namespace Microsoft.ML.Data;

/// <summary>How a chain is saved: its length and scopes, and each transformer in a folder of its own.</summary>
internal static class TransformerChainFile
{
    public const string Loader = "TransformerChain";

    private static readonly VersionInfo s_version = new("XF CHAIN", 0x00010001, 0x00010001, 0x00010001,
        typeof(TransformerChainFile).Assembly.FullName, Loader);

    public static void Save(ModelSaveContext ctx, ITransformer[] transformers, TransformerScope[] scopes)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(s_version);
        ctx.Writer.Write(transformers.Length);
        for (int i = 0; i < transformers.Length; i++)
        {
            ctx.Writer.Write((int)scopes[i]);
            ctx.SaveModel(transformers[i], Folder(i));
        }
    }

    private static TransformerChain<ITransformer> Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(s_version);
        var transformers = new ITransformer[ctx.Reader.ReadInt32()];
        var scopes = new TransformerScope[transformers.Length];
        for (int i = 0; i < transformers.Length; i++)
        {
            scopes[i] = (TransformerScope)ctx.Reader.ReadInt32();
            transformers[i] = ctx.LoadModel<ITransformer>(env, Folder(i));
        }
        return new TransformerChain<ITransformer>(transformers, scopes);
    }

    private static string Folder(int index) => string.Create(CultureInfo.InvariantCulture, $"Transform_{index:000}");
}
