using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

[assembly: LoadableClass(typeof(ColumnConcatenatingTransformer), null, typeof(SignatureLoadModel), "Concat Transform",
    ColumnConcatenatingTransformer.Loader)]

namespace Microsoft.ML.Data;

public sealed class ColumnConcatenatingTransformer : RowToRowTransformerBase
{
    internal const string Loader = "ConcatTransform";

    private static readonly VersionInfo s_version = new("CONCAT F", 0x00010003, 0x00010003, 0x00010003,
        typeof(ColumnConcatenatingTransformer).Assembly.FullName, Loader);

    private readonly string _output;
    private readonly string[] _inputs;

    internal ColumnConcatenatingTransformer(string outputColumnName, string[] inputColumnNames)
    {
        _output = outputColumnName;
        _inputs = inputColumnNames;
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(s_version);
        ctx.SaveString(_output);
        ctx.Writer.Write(_inputs.Length);
        foreach (var input in _inputs) ctx.SaveString(input);
    }

    private protected override RowMapper MakeMapper(DataViewSchema inputSchema) => new ConcatenatingMapper(inputSchema, _output, _inputs);

    private static ColumnConcatenatingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(s_version);
        var output = ctx.LoadString();
        var inputs = new string[ctx.Reader.ReadInt32()];
        for (int i = 0; i < inputs.Length; i++) inputs[i] = ctx.LoadString();
        return new ColumnConcatenatingTransformer(output, inputs);
    }
}
