using Microsoft.ML.Transforms.Image;

namespace Microsoft.ML.Data;

public sealed class ImageLoadingEstimator : TrivialEstimator<ImageLoadingTransformer>
{
    internal ImageLoadingEstimator(ImageLoadingTransformer transformer)
        : base(transformer)
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        inputSchema.FindScalar<TextDataViewType>(Transformer.InputColumnName, TextDataViewType.Instance.ToString());
        return inputSchema.With(SchemaShape.Column.Of(Transformer.OutputColumnName,
            Transformer.Decodes ? new ImageDataViewType() : new VectorDataViewType(NumberDataViewType.Byte), null));
    }
}
