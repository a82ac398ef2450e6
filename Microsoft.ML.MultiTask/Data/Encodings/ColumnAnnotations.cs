using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Data.Encodings;

/// <summary>The annotation kinds of this package's columns, and access to their values.</summary>
internal static class ColumnAnnotations
{
    /// <summary>On a class label and its prediction: the class names, a vector of text.</summary>
    internal const string ClassNames = "ClassNames";

    /// <summary>On a prediction: its task as JSON, text.</summary>
    internal const string TaskJson = "DenseTask";

    // Two kinds for encodings, because a SchemaShape has the kinds of annotations but not their values, and must tell whether a label column
    // will hold classes or metres.

    /// <summary>On a label path: the JSON of a <see cref="ClassLabelEncoding"/>, text.</summary>
    internal const string ClassEncoding = "ClassLabelEncoding";

    /// <summary>On a label path: the JSON of a <see cref="DepthLabelEncoding"/>, text.</summary>
    internal const string DepthEncoding = "DepthLabelEncoding";

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

    /// <summary>The annotations of a label path column with this encoding.</summary>
    internal static DataViewSchema.Annotations Of(LabelEncoding encoding)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        AddText(builder, encoding is ClassLabelEncoding ? ClassEncoding : DepthEncoding, encoding.ToJson());
        return builder.ToAnnotations();
    }

    /// <summary>The encoding of a label path column; null if it has none.</summary>
    /// <exception cref="InvalidDataException">The annotation is not a valid encoding.</exception>
    internal static LabelEncoding? GetEncoding(DataViewSchema.Column column)
    {
        foreach (var kind in (ReadOnlySpan<string>)[ClassEncoding, DepthEncoding])
        {
            if (column.Annotations.Schema.GetColumnOrNull(kind) is null) continue;
            ReadOnlyMemory<char> json = default;
            column.Annotations.GetValue(kind, ref json);
            return LabelEncoding.FromJson(json.ToString());
        }
        return null;
    }

    internal static void AddText(DataViewSchema.Annotations.Builder builder, string kind, string text) =>
        builder.Add(kind, TextDataViewType.Instance, (ref ReadOnlyMemory<char> value) => value = text.AsMemory());
}
