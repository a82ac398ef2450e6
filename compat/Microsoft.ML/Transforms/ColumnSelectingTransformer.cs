using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(ColumnSelectingTransformer), null, typeof(SignatureLoadModel), "Select Columns Transform",
    ColumnSelectingTransformer.Loader)]

namespace Microsoft.ML.Transforms;

/// <summary>Keeps some columns, in the order they are named in, or drops some. Hidden columns are kept on request, and by dropping
/// others.</summary>
public sealed class ColumnSelectingTransformer : ITransformer
{
    internal const string Loader = "SelectColumnsTransform";

    private static readonly VersionInfo s_version = new("SELCOLST", 0x00010001, 0x00010001, 0x00010001,
        typeof(ColumnSelectingTransformer).Assembly.FullName, Loader);

    private readonly string[] _names;
    private readonly bool _keeps;
    private readonly bool _keepHidden;

    internal ColumnSelectingTransformer(string[] names, bool keeps, bool keepHidden)
    {
        Check.State(names is { Length: > 0 }, "Neither keepColumns nor dropColumns is set. Exactly one must be specified.");
        _names = names;
        _keeps = keeps;
        _keepHidden = keepHidden;
    }

    bool ITransformer.IsRowToRowMapper => true;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => MakeMapper(inputSchema, nameof(inputSchema)).OutputSchema;

    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new MappedDataView(input, MakeMapper(input.Schema, nameof(input)));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => MakeMapper(inputSchema, nameof(inputSchema));

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(s_version);
        ctx.Writer.Write(_keeps);
        ctx.Writer.Write(_keepHidden);
        ctx.Writer.Write(_names.Length);
        foreach (var name in _names) ctx.SaveString(name);
    }

    internal bool Keeps(string name) => _keeps == _names.Contains(name);

    internal void CheckInput(IEnumerable<string> inputNames, string parameter)
    {
        var missing = _names.Except(inputNames).ToArray();
        if (missing.Length > 0) throw Check.MissingColumn(parameter, "input", string.Join(",", missing));
    }

    private KeptColumns MakeMapper(DataViewSchema inputSchema, string parameter)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        CheckInput(inputSchema.Select(c => c.Name), parameter);
        var kept = _keeps
            ? _names.SelectMany(name => inputSchema.Where(c => c.Name == name && (_keepHidden || !c.IsHidden)))
            : inputSchema.Where(c => Keeps(c.Name));
        return new KeptColumns(inputSchema, kept.Select(c => c.Index).ToArray());
    }

    private static ColumnSelectingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(s_version);
        (bool keeps, bool keepHidden) = (ctx.Reader.ReadBoolean(), ctx.Reader.ReadBoolean());
        var names = new string[ctx.Reader.ReadInt32()];
        for (int i = 0; i < names.Length; i++) names[i] = ctx.LoadString();
        return new ColumnSelectingTransformer(names, keeps, keepHidden);
    }
}
