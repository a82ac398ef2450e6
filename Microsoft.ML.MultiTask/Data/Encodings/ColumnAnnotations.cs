using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Data.Encodings;

/// <summary>The kinds of annotation by which this package's columns say what they hold, and access to their values.</summary>
internal static class ColumnAnnotations
{
    /// <summary>On a class label and on its prediction: the names of the classes, a vector of text.</summary>
    internal const string ClassNames = "ClassNames";

    /// <summary>On a prediction: the task that made it, text (JSON).</summary>
    internal const string DenseTask = "DenseTask";

    internal static IReadOnlyList<string> GetClassNames(DataViewSchema.Column column)
    {
        if (column.Annotations.Schema.GetColumnOrNull(ClassNames) is null) return [];
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.Annotations.GetValue(ClassNames, ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }

    internal static void AddClassNames(DataViewSchema.Annotations.Builder builder, IReadOnlyList<string> names)
    {
        var values = names.Select(name => name.AsMemory()).ToArray();
        builder.Add(ClassNames, new VectorDataViewType(TextDataViewType.Instance, values.Length),
            (ref VBuffer<ReadOnlyMemory<char>> value) => new VBuffer<ReadOnlyMemory<char>>(values.Length, values).CopyTo(ref value));
    }

    internal static void AddText(DataViewSchema.Annotations.Builder builder, string kind, string text) =>
        builder.Add(kind, TextDataViewType.Instance, (ref ReadOnlyMemory<char> value) => value = text.AsMemory());
}
