using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Data.Encodings;

/// <summary>The annotations with the encodings of label paths.</summary>
/// <remarks>
/// There are two annotation kinds because a <see cref="SchemaShape"/> has the kinds of annotations but not their values, and must tell
/// whether a label column will hold classes or metres.
/// </remarks>
internal static class LabelAnnotations
{
    /// <summary>Kind of a text annotation: the JSON of a <see cref="ClassLabelEncoding"/>.</summary>
    public const string ClassEncoding = "ClassLabelEncoding";

    /// <summary>Kind of a text annotation: the JSON of a <see cref="DepthLabelEncoding"/>.</summary>
    public const string DepthEncoding = "DepthLabelEncoding";

    /// <summary>The annotations of a label path column with this encoding.</summary>
    public static DataViewSchema.Annotations Of(LabelEncoding encoding)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        var kind = encoding is ClassLabelEncoding ? ClassEncoding : DepthEncoding;
        builder.AddPrimitiveValue(kind, TextDataViewType.Instance, encoding.ToJson().AsMemory());
        return builder.ToAnnotations();
    }

    /// <summary>The encoding of a label path column; null if it has none.</summary>
    /// <exception cref="InvalidDataException">The annotation is not a valid encoding.</exception>
    public static LabelEncoding? Read(DataViewSchema.Column column)
    {
        foreach (var kind in (ReadOnlySpan<string>)[ClassEncoding, DepthEncoding])
        {
            if (column.Annotations.Schema.GetColumnOrNull(kind) is null)
                continue;
            ReadOnlyMemory<char> json = default;
            column.Annotations.GetValue(kind, ref json);
            return LabelEncoding.FromJson(json.ToString());
        }
        return null;
    }
}
