using Microsoft.ML.Data;
using Microsoft.ML.MultiTask.Data.Encodings;

namespace Microsoft.ML.MultiTask;

/// <summary>Reads the annotations that this package puts on columns of labels and predictions.</summary>
public static class MultiTaskColumnExtensions
{
    /// <summary>The task whose predictions a column of scored data holds.</summary>
    /// <param name="column">A column of any schema.</param>
    /// <returns>The task; null for a column that no model of this package added.</returns>
    /// <exception cref="InvalidOperationException">
    /// The task's kind is neither registered, see <see cref="DenseTask.Register"/>, nor that of a task of this process.
    /// </exception>
    public static DenseTask? GetPredictedTask(this DataViewSchema.Column column)
    {
        if (column.Annotations.Schema.GetColumnOrNull(ColumnAnnotations.TaskJson) is null)
            return null;
        ReadOnlyMemory<char> json = default;
        column.Annotations.GetValue(ColumnAnnotations.TaskJson, ref json);
        return DenseTask.FromJson(json.ToString());
    }

    /// <summary>The class names of a column of class labels or predicted classes.</summary>
    /// <param name="column">A column of any schema.</param>
    /// <returns>A name per class, in the order of their ids; empty if the column has none.</returns>
    public static IReadOnlyList<string> GetClassNames(this DataViewSchema.Column column) => ColumnAnnotations.GetClassNames(column);
}
