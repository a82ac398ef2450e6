using Microsoft.ML.Data;

namespace Microsoft.ML.Tests;

internal static class Views
{
    /// <summary>The ids of a view's rows, in order.</summary>
    public static string Ids(this IDataView data) => string.Join(",", data.GetColumn<int>("Id"));

    /// <summary>Column names in order, hidden ones in brackets.</summary>
    public static string Columns(this DataViewSchema schema) => string.Join(",", schema.Select(c => c.IsHidden ? $"[{c.Name}]" : c.Name));

    /// <summary>The values of an Int32 column as a cursor with this source of randomness gives them.</summary>
    public static string Ids(this IDataView data, Random rand)
    {
        var column = data.Schema["Id"];
        using var cursor = data.GetRowCursor([column], rand);
        var getter = cursor.GetGetter<int>(column);
        var ids = new List<int>();
        for (int id = 0; cursor.MoveNext(); ids.Add(id)) getter(ref id);
        return string.Join(",", ids);
    }
}
