using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Data.Encodings;

/// <summary>The annotation kinds of this package's columns, and access to their values.</summary>
internal static class ColumnAnnotations
{
    /// <summary>On a class label and its prediction: the class names, a vector of text.</summary>
    internal const string ClassNames = "ClassNames";

    /// <summary>On a prediction: its task as JSON, text.</summary>
    internal const string TaskJson = "DenseTask";

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
