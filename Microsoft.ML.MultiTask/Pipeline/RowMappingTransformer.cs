using Microsoft.ML.Data;
using Microsoft.ML.MultiTask.Pipeline;

namespace Microsoft.ML.MultiTask;

/// <summary>A transformer that adds columns, each computed from the columns of its own row.</summary>
/// <remarks>
/// ML.NET's own base for this, <c>RowToRowTransformerBase</c>, has a private protected constructor, so this is the package's.
/// Rows keep their order and number, nothing is computed before a value is asked for, shuffling and parallel cursors are the input's.
/// Not meant to be derived from outside this package.
/// </remarks>
public abstract class RowMappingTransformer : ITransformer
{
    private protected RowMappingTransformer()
    {
    }

    /// <summary>Always true: a row's values depend on that row alone.</summary>
    public bool IsRowToRowMapper => true;

    /// <summary>The schema of <see cref="Transform"/>'s result: the input's columns, then the added ones.</summary>
    /// <param name="inputSchema">The schema of the data to transform.</param>
    /// <exception cref="ArgumentException">A needed column is absent or has another type; the message names it.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new RowMapper(this, inputSchema).OutputSchema;
    }

    /// <summary>Adds the columns. Lazy: nothing is read until a cursor over the result asks for a value.</summary>
    /// <param name="input">The data to transform.</param>
    /// <exception cref="ArgumentException">A needed column is absent or has another type; the message names it.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return View(input, new RowMapper(this, input.Schema));
    }

    /// <summary>The same mapping for one row at a time.</summary>
    /// <param name="inputSchema">The schema of the rows to map.</param>
    /// <exception cref="ArgumentException">A needed column is absent or has another type; the message names it.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new RowMapper(this, inputSchema);
    }

    /// <summary>Writes the transformer into an ML.NET model file; called by <c>mlContext.Model.Save</c>.</summary>
    /// <param name="ctx">Where ML.NET wants this transformer written.</param>
    public abstract void Save(ModelSaveContext ctx);

    /// <summary>The columns added to data of this schema, in order. Throws <see cref="ArgumentException"/> naming what does not
    /// fit.</summary>
    internal abstract IReadOnlyList<AddedColumn> Bind(DataViewSchema input);

    /// <summary>The input's rows with the added columns.</summary>
    private protected virtual IDataView View(IDataView input, RowMapper mapper) => new MappedDataView(input, mapper);

    /// <summary>Starts computing over one cursor or row; <paramref name="active"/>[i] says whether column i of <see cref="Bind"/> is
    /// wanted.</summary>
    internal abstract IRowMapping Open(DataViewRow input, IReadOnlyList<bool> active);
}
