using Microsoft.ML.Data;
using Microsoft.ML.MultiTask.Networks;
using Microsoft.ML.MultiTask.Pipeline;

namespace Microsoft.ML.MultiTask.Batches;

/// <summary>The frame columns of a schema, the current frame's first: S vectors of Byte or Single [3, H, W], all of the same type.</summary>
internal sealed record FrameColumns(IReadOnlyList<DataViewSchema.Column> Columns, PrimitiveDataViewType ItemType, int Height, int Width)
{
    private const string DefaultName = "Frame";

    /// <summary>Finds and checks the frame columns: Frame0, Frame1 and so on, as many as the schema has, unless they are named.</summary>
    /// <exception cref="ArgumentException">A column is missing or of another type; the message names it.</exception>
    internal static FrameColumns Resolve(DataViewSchema schema, IReadOnlyList<string>? names)
    {
        var columns = (names ?? DefaultNames(schema)).Select(name => schema.GetColumnOrNull(name)
            ?? throw new ArgumentException(
                $"Column '{name}' was not found: it must hold a frame, Vector<Byte or Single, 3, H, W>. The data has "
                + $"{Names(schema)}.", nameof(schema))).ToArray();
        foreach (var column in columns)
        {
            if (column.Type is not VectorDataViewType { Dimensions: [3, > 0, > 0] } vector
                || !(vector.ItemType.Equals(NumberDataViewType.Byte) || vector.ItemType.Equals(NumberDataViewType.Single)))
                throw new ArgumentException(
                    $"Column '{column.Name}' must hold a frame, Vector<Byte or Single, 3, H, W>, but was {column.Type}.", nameof(schema));
            if (!column.Type.Equals(columns[0].Type))
                throw new ArgumentException(
                    $"Columns '{columns[0].Name}' and '{column.Name}' must have the same type, but were {columns[0].Type} and "
                    + $"{column.Type}.", nameof(schema));
        }
        var type = (VectorDataViewType)columns[0].Type;
        int height = type.Dimensions[1], width = type.Dimensions[2], multiple = MultiNetPlusPlusNetwork.SizeMultiple;
        if (height % multiple != 0 || width % multiple != 0)
            throw new ArgumentException(
                $"Column '{columns[0].Name}' must have a height and a width that are multiples of {multiple}, the encoder's coarsest "
                + $"stride, but was {height} x {width}.", nameof(schema));
        return new FrameColumns(columns, type.ItemType, height, width);
    }

    /// <summary>Whether LoadFrames decoded the frames.</summary>
    internal bool AreLoaded => Columns.All(LoadedFrames.IsMarked);

    /// <summary>Finds and checks the label column of a task.</summary>
    internal DataViewSchema.Column ResolveLabel(DataViewSchema schema, DenseTask task)
    {
        var expected = task.ColumnType(Height, Width);
        var column = schema.GetColumnOrNull(task.LabelColumnName)
            ?? throw new ArgumentException(
                $"Column '{task.LabelColumnName}', the label of task '{task.Name}', was not found: it must be {expected}. The data has "
                + $"{Names(schema)}.", nameof(schema));
        return column.Type.Equals(expected) ? column
            : throw new ArgumentException(
                $"Column '{column.Name}', the label of task '{task.Name}', must be {expected}, but was {column.Type}.", nameof(schema));
    }

    private static IReadOnlyList<string> DefaultNames(DataViewSchema schema)
    {
        int count = 1;
        while (schema.GetColumnOrNull($"{DefaultName}{count}") is not null)
            count++;
        return [.. Enumerable.Range(0, count).Select(s => $"{DefaultName}{s}")];
    }

    private static string Names(DataViewSchema schema) =>
        string.Join(", ", schema.Where(c => !c.IsHidden).Select(c => $"'{c.Name}'"));
}
