using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Data.Encodings;

/// <summary>The annotations that carry encodings on columns of label paths.</summary>
/// <remarks>
/// The annotation's kind says which encoding it is, not only its text: the shape of a pipeline, which has kinds and no values,
/// must know whether a label column will hold classes or metres.
/// </remarks>
internal static class LabelAnnotations
{
    /// <summary>Kind of a text annotation: the JSON of a <see cref="ClassLabelEncoding"/>.</summary>
    public const string ClassEncoding = "ClassLabelEncoding";

    /// <summary>Kind of a text annotation: the JSON of a <see cref="DepthLabelEncoding"/>.</summary>
    public const string DepthEncoding = "DepthLabelEncoding";

    /// <summary>Annotations with the encoding of a column of label paths.</summary>
    public static DataViewSchema.Annotations Of(LabelEncoding encoding)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        var kind = encoding is ClassLabelEncoding ? ClassEncoding : DepthEncoding;
        builder.AddPrimitiveValue(kind, TextDataViewType.Instance, encoding.ToJson().AsMemory());
        return builder.ToAnnotations();
    }

    /// <summary>The encoding on a column of label paths; null when it has none.</summary>
    /// <exception cref="InvalidDataException">The annotation does not hold an encoding.</exception>
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
