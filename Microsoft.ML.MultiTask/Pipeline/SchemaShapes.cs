using System.Reflection;
using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Pipeline;

/// <summary>Creates the <see cref="SchemaShape.Column"/> values that <c>IEstimator.GetOutputSchema</c> must return.</summary>
/// <remarks>
/// The constructor of <see cref="SchemaShape.Column"/> is internal to ML.NET (dotnet/machinelearning#3243), but the output shape of
/// <c>CustomMapping</c> follows its output definition, so a mapping with a single output column provides the shape. It is never run.
/// </remarks>
internal static class SchemaShapes
{
    private static readonly MethodInfo s_columnOf =
        typeof(SchemaShapes).GetMethod(nameof(ColumnOf), BindingFlags.NonPublic | BindingFlags.Static)!;

    private static readonly MethodInfo s_annotate =
        typeof(SchemaShapes).GetMethod(nameof(Annotate), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>The shape of a column of this name, type and annotations.</summary>
    public static SchemaShape.Column Column(
        MLContext mlContext, string name, DataViewType type, DataViewSchema.Annotations? annotations = null) =>
        (SchemaShape.Column)s_columnOf.MakeGenericMethod(type.RawType).Invoke(null, [mlContext, name, type, annotations])!;

    /// <summary>The input's columns except those replaced by an added column of the same name, then the added ones.</summary>
    public static SchemaShape Append(SchemaShape input, IReadOnlyCollection<SchemaShape.Column> added)
    {
        var replaced = added.Select(column => column.Name).ToHashSet();
        return new SchemaShape(input.Where(column => !replaced.Contains(column.Name)).Concat(added));
    }

    private static SchemaShape.Column ColumnOf<T>(
        MLContext mlContext, string name, DataViewType type, DataViewSchema.Annotations? annotations)
    {
        var definition = SchemaDefinition.Create(typeof(Box<T>), SchemaDefinition.Direction.Write);
        definition[0].ColumnName = name;
        definition[0].ColumnType = type;
        foreach (var annotation in annotations?.Schema ?? Enumerable.Empty<DataViewSchema.Column>())
            s_annotate.MakeGenericMethod(annotation.Type.RawType).Invoke(null, [definition[0], annotations, annotation]);

        return mlContext.Transforms
            .CustomMapping<Empty, Box<T>>((_, _) => { }, contractName: null, outputSchemaDefinition: definition)
            .GetOutputSchema(new SchemaShape([]))[0];
    }

    private static void Annotate<T>(
        SchemaDefinition.Column target, DataViewSchema.Annotations annotations, DataViewSchema.Column annotation)
    {
        T value = default!;
        annotations.GetValue(annotation.Name, ref value);
        target.AddAnnotation(annotation.Name, value, annotation.Type);
    }

    private sealed class Empty;

    private sealed class Box<T>
    {
        public T Value { get; set; } = default!;
    }
}
