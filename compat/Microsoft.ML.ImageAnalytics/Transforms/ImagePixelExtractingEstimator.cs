using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms.Image;

public sealed class ImagePixelExtractingEstimator : TrivialEstimator<ImagePixelExtractingTransformer>
{
    internal ImagePixelExtractingEstimator(ImagePixelExtractingTransformer transformer)
        : base(transformer)
    {
    }

    [Flags]
    public enum ColorBits : byte
    {
        Alpha = 1,
        Red = 2,
        Green = 4,
        Blue = 8,
        Rgb = Red | Green | Blue,
        All = Alpha | Red | Green | Blue,
    }

    public enum ColorsOrder : byte
    {
        ARGB = 1,
        ARBG = 2,
        ABRG = 3,
        ABGR = 4,
        AGRB = 5,
        AGBR = 6,
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        inputSchema.FindScalar<ImageDataViewType>(Transformer.InputColumnName, "Image");
        return inputSchema.With(new SchemaShape.Column(Transformer.OutputColumnName, SchemaShape.Column.VectorKind.Vector,
            Transformer.ItemType, isKey: false));
    }
}
