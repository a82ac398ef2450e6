using Microsoft.ML.Data;
using Microsoft.ML.MultiTask.Pipeline;

namespace Microsoft.ML.MultiTask;

/// <summary>A transformer that adds columns, each computed from the columns of its own row.</summary>
/// <remarks>
/// Replaces ML.NET's <c>RowToRowTransformerBase</c>, whose constructor is private protected. Rows keep their order and number, values are computed
/// when they are requested, and shuffling and parallel cursors are those of the input. Cannot be derived from outside this package.
/// </remarks>
public abstract class RowMappingTransformer : ITransformer
{
    private protected RowMappingTransformer()
    {
    }

    /// <summary>Always true: added values depend on their own row alone.</summary>
    public bool IsRowToRowMapper => true;

    /// <summary>The schema of <see cref="Transform"/>'s result: the input's columns, then the added ones.</summary>
    /// <param name="inputSchema">The schema of the data to transform.</param>
    /// <exception cref="ArgumentException">A needed column is absent or has another type; the message names it.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new RowMapper(this, inputSchema).OutputSchema;
    }

    /// <summary>Adds the columns. Lazy: nothing is read until a value is requested from a cursor over the result.</summary>
    /// <param name="input">The data to transform.</param>
    /// <exception cref="ArgumentException">A needed column is absent or has another type; the message names it.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return View(input, new RowMapper(this, input.Schema));
    }

    /// <summary>The mapping for single rows.</summary>
    /// <param name="inputSchema">The schema of the rows to map.</param>
    /// <exception cref="ArgumentException">A needed column is absent or has another type; the message names it.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new RowMapper(this, inputSchema);
    }

    /// <summary>Writes the transformer into an ML.NET model file; called by <c>mlContext.Model.Save</c>.</summary>
    /// <param name="ctx">The place in the model file.</param>
    public abstract void Save(ModelSaveContext ctx);

    /// <summary>The columns added to data of this schema, in order. Throws <see cref="ArgumentException"/> naming the column that does not
    /// fit.</summary>
    internal abstract IReadOnlyList<AddedColumn> Bind(DataViewSchema input);

    /// <summary>The input's rows with the added columns.</summary>
    private protected virtual IDataView View(IDataView input, RowMapper mapper) => new MappedDataView(input, mapper);

    /// <summary>Creates the mapping for a cursor or row; <paramref name="active"/>[i] says whether column i of <see cref="Bind"/> is
    /// active.</summary>
    internal abstract IRowMapping Open(DataViewRow input, IReadOnlyList<bool> active);
}
