using Microsoft.ML.Data;
using Microsoft.ML.MultiTask.Data;
using Microsoft.ML.MultiTask.Data.Encodings;
using Microsoft.ML.MultiTask.Images;

namespace Microsoft.ML.MultiTask;

/// <summary>A column of image paths that LoadFrames decodes.</summary>
/// <param name="Path">The input column, text, named <paramref name="Name"/> + "Path".</param>
/// <param name="Name">The output column.</param>
/// <param name="Encoding">The encoding of the label images; null for frames.</param>
/// <param name="RowEncoding">The text column with the rows' own encodings (JSON), named <paramref name="Name"/> + "Encoding"; null if the
/// data has none, or if they are overridden.</param>
public sealed record FrameColumn(
    DataViewSchema.Column Path, string Name, LabelEncoding? Encoding, DataViewSchema.Column? RowEncoding = null)
{
    private static readonly Dictionary<string, LabelEncoding> s_defaults = new()
    {
        ["Segmentation"] = new ClassLabelEncoding(255),
        ["Depth"] = DepthLabelEncoding.Kitti,
        ["Motion"] = ClassLabelEncoding.Motion,
    };

    /// <summary>Finds the frame and label columns that LoadFrames would decode.</summary>
    /// <param name="schema">The schema of rows of paths.</param>
    /// <param name="labelEncodings">Encodings by label name, which override the columns' and the rows' own; null for none. Names that the
    /// schema lacks are ignored.</param>
    /// <returns>The columns in the order of the schema.</returns>
    /// <exception cref="ArgumentException">There is no column <c>Frame0Path</c>, a column of paths is not text, or an encoding is out of
    /// range.</exception>
    public static IReadOnlyList<FrameColumn> Find(
        DataViewSchema schema, IReadOnlyDictionary<string, LabelEncoding>? labelEncodings = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        labelEncodings ??= new Dictionary<string, LabelEncoding>();
        foreach (var encoding in labelEncodings.Values)
            encoding.Validate();
        return Find(schema, labelEncodings, new Dictionary<string, LabelEncoding>());
    }

    /// <param name="schema">The schema of the rows of paths.</param>
    /// <param name="given">Encodings by label name that override the columns' own.</param>
    /// <param name="known">Encodings for columns that have none, which override the defaults.</param>
    internal static IReadOnlyList<FrameColumn> Find(
        DataViewSchema schema, IReadOnlyDictionary<string, LabelEncoding> given, IReadOnlyDictionary<string, LabelEncoding> known)
    {
        var columns = new List<FrameColumn>();
        foreach (var column in schema.Where(column => !column.IsHidden))
        {
            if (PathColumn.NameOf(column.Name) is not { } name)
                continue;
            var isFrame = PathColumn.IsFrame(name);
            var encoding = isFrame ? null
                : given.GetValueOrDefault(name) ?? ColumnAnnotations.GetEncoding(column)
                    ?? known.GetValueOrDefault(name) ?? s_defaults.GetValueOrDefault(name);
            if (!isFrame && encoding is null)
                continue;
            if (column.Type is not TextDataViewType)
                throw new ArgumentException($"Column '{column.Name}' must hold paths as Text, but was {column.Type}.", nameof(schema));
            columns.Add(new FrameColumn(column, name, encoding,
                isFrame || given.ContainsKey(name) ? null : RowEncodings(schema, name)));
        }
        if (!columns.Any(column => column.Name == "Frame0"))
            throw Missing("Frame0", schema.Select(column => column.Name));
        return columns;
    }

    /// <summary>The output columns, as far as the shape of a pipeline tells: names and item types.</summary>
    /// <exception cref="ArgumentException">There is no Frame0Path of type Text, or no column for one of
    /// <paramref name="given"/>.</exception>
    internal static IReadOnlyList<(string Name, PrimitiveDataViewType ItemType)> FindInShape(
        SchemaShape shape, IReadOnlyDictionary<string, LabelEncoding> given)
    {
        var columns = new List<(string Name, PrimitiveDataViewType ItemType)>();
        foreach (var column in shape)
        {
            var isText = column is { Kind: SchemaShape.Column.VectorKind.Scalar, ItemType: TextDataViewType };
            if (!isText || PathColumn.NameOf(column.Name) is not { } name)
                continue;
            var itemType = PathColumn.IsFrame(name) ? NumberDataViewType.Byte
                : given.GetValueOrDefault(name) is { } encoding ? ItemTypeOf(encoding)
                : column.Annotations.Any(annotation => annotation.Name == ColumnAnnotations.ClassEncoding) ? NumberDataViewType.Byte
                : column.Annotations.Any(annotation => annotation.Name == ColumnAnnotations.DepthEncoding) ? NumberDataViewType.Single
                : s_defaults.GetValueOrDefault(name) is { } usual ? ItemTypeOf(usual) : null;
            if (itemType is not null)
                columns.Add((name, itemType));
        }
        foreach (var name in given.Keys.Prepend("Frame0"))
        {
            if (!columns.Any(column => column.Name == name))
                throw Missing(name, shape.Select(column => column.Name));
        }
        return columns;
    }

    /// <summary>Byte for frames and classes, Single for metres.</summary>
    internal static PrimitiveDataViewType ItemTypeOf(LabelEncoding? encoding) =>
        encoding is DepthLabelEncoding ? NumberDataViewType.Single : NumberDataViewType.Byte;

    internal static ArgumentException Missing(string name, IEnumerable<string> found) =>
        new($"LoadFrames needs a column '{name}{PathColumn.Suffix}' of type Text, but the columns are {string.Join(", ", found)}.");

    private static DataViewSchema.Column? RowEncodings(DataViewSchema schema, string name) =>
        schema.GetColumnOrNull(name + PathColumn.EncodingSuffix) is { Type: TextDataViewType } column ? column : null;
}
