using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Pipeline.Augmentation;

/// <summary>A column of images that Augment replaces.</summary>
/// <param name="Column">The column, of vectors of Byte or Single of [K, H, W] or, with one plane, [H, W].</param>
/// <param name="Frame">The number of the frame; null for labels.</param>
/// <param name="Planes">K.</param>
/// <param name="ZoomEffect">What scaling does to its values.</param>
internal sealed record AugmentedColumn(DataViewSchema.Column Column, int? Frame, int Planes, ZoomEffect ZoomEffect)
{
    /// <summary>Whether samples are Byte, and not Single.</summary>
    internal bool IsByte => TypeOf(Column)!.ItemType.RawType == typeof(byte);

    internal int Height => TypeOf(Column)!.Dimensions[^2];

    internal int Width => TypeOf(Column)!.Dimensions[^1];

    /// <summary>Finds the frames, and everything that is of their size.</summary>
    /// <exception cref="ArgumentException">A column is missing, of another type, or would stay as it is; the message names it.</exception>
    internal static IReadOnlyList<AugmentedColumn> Find(DataViewSchema schema, AugmentationOptions options)
    {
        var frames = Frames(schema, options.FrameColumns);
        var size = TypeOf(frames[0])!.Dimensions[^2..];
        var columns = frames.Select((column, i) => new AugmentedColumn(column, i, 3, ZoomEffect.Unchanged)).ToList();
        foreach (var column in schema.Where(column => !column.IsHidden && frames.All(frame => frame.Index != column.Index)))
        {
            if (column.Type is not VectorDataViewType { Dimensions.Length: >= 2 } vector || !vector.Dimensions[^2..].AsSpan().SequenceEqual(size.AsSpan()))
                continue;
            bool isLabel = vector.Dimensions.Length == 2 || vector.Dimensions.Length == 3 && options.LabelColumns.Contains(column.Name);
            if (!isLabel || TypeOf(column) is null)
                throw new ArgumentException(
                    $"Column '{column.Name}' of type {column.Type} has the frames' size, but would stay as it is beside frames that are flipped and scaled. "
                    + "Name it in FrameColumns or LabelColumns, which may be of Byte or Single, or drop it before Augment.", nameof(schema));
            columns.Add(new AugmentedColumn(column, null, vector.Size / (size[0] * size[1]), EffectOn(column, vector, options)));
        }
        if (columns.FirstOrDefault(column => AugmentationMark.TextOf(column.Column) is not null) is { } augmented)
            throw new ArgumentException($"Column '{augmented.Column.Name}' is augmented already: use one Augment, with all options.", nameof(schema));
        return columns;
    }

    /// <summary>Checks the columns that options name beside frames: <see cref="Find"/> ignores those that the schema lacks, as unlabelled data does.</summary>
    /// <exception cref="ArgumentException">A column is missing or of another size; the message names it.</exception>
    internal static void CheckNamed(IReadOnlyList<AugmentedColumn> found, AugmentationOptions options, DataViewSchema schema)
    {
        foreach (string name in options.LabelColumns.Concat(options.ZoomEffects.Keys))
            if (!found.Any(column => column.Column.Name == name && column.Frame is null))
                throw new ArgumentException(
                    $"Augment needs a column '{name}', a label of {found[0].Height} x {found[0].Width}, but the columns are "
                    + $"{string.Join(", ", schema.Where(column => !column.IsHidden).Select(column => $"'{column.Name}'"))}.", nameof(schema));
    }

    private static DataViewSchema.Column[] Frames(DataViewSchema schema, IReadOnlyList<string>? names)
    {
        int count = 1;
        while (schema.GetColumnOrNull($"Frame{count}") is not null)
            count++;
        DataViewSchema.Column[] frames = [.. (names ?? [.. Enumerable.Range(0, count).Select(i => $"Frame{i}")]).Select(name => schema.GetColumnOrNull(name)
            ?? throw new ArgumentException(
                $"Augment needs a column '{name}', a frame, but the columns are "
                + $"{string.Join(", ", schema.Where(column => !column.IsHidden).Select(column => $"'{column.Name}'"))}.", nameof(schema)))];
        foreach (var frame in frames)
        {
            if (TypeOf(frame) is not { Dimensions: [3, > 0, > 0] } type)
                throw new ArgumentException($"Column '{frame.Name}' must hold a frame, Vector<Byte or Single, 3, H, W>, but was {frame.Type}.", nameof(schema));
            if (!type.Dimensions.AsSpan().SequenceEqual(TypeOf(frames[0])!.Dimensions.AsSpan()))
                throw new ArgumentException(
                    $"Columns '{frames[0].Name}' and '{frame.Name}' must have frames of one size, but were {frames[0].Type} and {frame.Type}.", nameof(schema));
        }
        return frames;
    }

    private static ZoomEffect EffectOn(DataViewSchema.Column column, VectorDataViewType type, AugmentationOptions options)
    {
        var effect = options.ZoomEffects.GetValueOrDefault(column.Name);
        return effect == ZoomEffect.Unchanged || type.ItemType.RawType == typeof(float) ? effect : throw new ArgumentException(
            $"'{nameof(options.ZoomEffects)}' names column '{column.Name}', which must be of Single, but was {type}.", nameof(options));
    }

    private static VectorDataViewType? TypeOf(DataViewSchema.Column column) =>
        column.Type is VectorDataViewType vector && (vector.ItemType.Equals(NumberDataViewType.Byte) || vector.ItemType.Equals(NumberDataViewType.Single))
            ? vector : null;
}
