using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms.Image;

/// <summary>Checks of input columns that the image transforms share.</summary>
internal static class ImageShapes
{
    /// <summary>The scalar column of this name; throws where it is absent or not of the type that <paramref name="expected"/>
    /// describes.</summary>
    public static SchemaShape.Column FindScalar<TType>(this SchemaShape shape, string name, string expected)
        where TType : DataViewType
    {
        var column = shape.Find(name, "input");
        return column is { ItemType: TType, Kind: SchemaShape.Column.VectorKind.Scalar } ? column
            : throw Check.SchemaMismatch("inputSchema", "input", name, expected, column.GetTypeString());
    }

    public static TType Of<TType>(DataViewSchema.Column input, string expected)
        where TType : DataViewType =>
        input.Type as TType ?? throw Check.SchemaMismatch("inputSchema", "input", input.Name, expected, input.Type.ToString());
}
