using System.Runtime.ExceptionServices;
using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Batches;

/// <summary>
/// What a batch that is scored holds of its rows beside the frames' pixels: the values that pass from the input's cursor to the consumer's.
/// </summary>
internal sealed class PassedRows(IReadOnlyList<DataViewSchema.Column> columns, int streams, int capacity)
{
    /// <summary>Each row's id.</summary>
    internal DataViewRowId[] Ids { get; } = new DataViewRowId[capacity];

    /// <summary>Each row's position in the input's cursor.</summary>
    internal long[] Positions { get; } = new long[capacity];

    /// <summary>Each row's <see cref="DataViewRow.Batch"/>.</summary>
    internal long[] Batches { get; } = new long[capacity];

    /// <summary>The values of each column.</summary>
    internal IReadOnlyList<ColumnBuffer> Columns { get; } = [.. columns.Select(column => ColumnBuffer.Create(column.Type, capacity))];

    /// <summary>[S, N]: what reading a frame raised, or null; such a frame's pixels are undefined.</summary>
    internal ExceptionDispatchInfo?[,] FrameErrors { get; } = new ExceptionDispatchInfo?[streams, capacity];
}
