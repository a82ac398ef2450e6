using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(ColumnCopyingTransformer), null, typeof(SignatureLoadModel), "Copy Columns Transform",
    ColumnCopyingTransformer.Loader)]

namespace Microsoft.ML.Transforms;

public sealed class ColumnCopyingTransformer : OneToOneTransformerBase
{
    internal const string Loader = "CopyTransform";

    private static readonly VersionInfo s_version = new("COPYCOLT", 0x00010001, 0x00010001, 0x00010001,
        typeof(ColumnCopyingTransformer).Assembly.FullName, Loader);

    internal ColumnCopyingTransformer(string outputColumnName, string inputColumnName)
        : base(outputColumnName, inputColumnName)
    {
    }

    private ColumnCopyingTransformer(ModelLoadContext ctx)
        : base(ctx)
    {
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(s_version);
        SaveColumns(ctx);
    }

    private protected override DataViewSchema.DetachedColumn MakeOutput(DataViewSchema.Column input) =>
        new(OutputColumnName, input.Type, input.Annotations);

    private protected override (Delegate Getter, IDisposable Owner) Open(DataViewRow row, DataViewSchema.Column input) =>
        (Getters.Create(row, input), null);

    private static ColumnCopyingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(s_version);
        return new ColumnCopyingTransformer(ctx);
    }
}
