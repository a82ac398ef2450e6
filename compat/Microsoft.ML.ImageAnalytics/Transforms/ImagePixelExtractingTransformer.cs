using System.Numerics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;

[assembly: LoadableClass(typeof(ImagePixelExtractingTransformer), null, typeof(SignatureLoadModel), "Image Pixel Extractor Transform",
    ImagePixelExtractingTransformer.Loader)]

namespace Microsoft.ML.Transforms.Image;

/// <summary>Makes a vector of an image's colours, plane by plane or pixel by pixel: (value - offset) * scale as numbers, or bytes as they
/// are.</summary>
public sealed class ImagePixelExtractingTransformer : OneToOneTransformerBase
{
    internal const string Loader = "ImagePixelExtractor";

    private static readonly VersionInfo s_version = new("IMGPXEXT", 0x00010003, 0x00010002, 0x00010002,
        typeof(ImagePixelExtractingTransformer).Assembly.FullName, Loader);

    private readonly PixelSelection _selection;

    internal ImagePixelExtractingTransformer(string outputColumnName, string inputColumnName, PixelSelection selection)
        : base(outputColumnName, inputColumnName)
    {
        selection.Validate();
        _selection = selection;
    }

    private ImagePixelExtractingTransformer(ModelLoadContext ctx)
        : base(ctx) => _selection = PixelSelection.Load(ctx.Reader);

    internal NumberDataViewType ItemType => _selection.AsFloats ? NumberDataViewType.Single : NumberDataViewType.Byte;

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(s_version);
        SaveColumns(ctx);
        _selection.Save(ctx.Writer);
    }

    private protected override DataViewSchema.DetachedColumn MakeOutput(DataViewSchema.Column input)
    {
        var type = ImageShapes.Of<ImageDataViewType>(input, "image");
        if (type.Height <= 0 || type.Width <= 0)
            throw Check.SchemaMismatch("inputSchema", "input", input.Name, "known-size image", "unknown-size image");
        int planes = _selection.Offsets(MLPixelFormat.Bgra32).Length;
        return new DataViewSchema.DetachedColumn(OutputColumnName, _selection.Interleaves
            ? new VectorDataViewType(ItemType, type.Height, type.Width, planes)
            : new VectorDataViewType(ItemType, planes, type.Height, type.Width));
    }

    private protected override (Delegate Getter, IDisposable Owner) Open(DataViewRow row, DataViewSchema.Column input) =>
        _selection.AsFloats ? Open<float>(row, input) : Open<byte>(row, input);

    private (Delegate Getter, IDisposable Owner) Open<T>(DataViewRow row, DataViewSchema.Column input)
        where T : struct, INumber<T>
    {
        var type = (ImageDataViewType)input.Type;
        var getSource = row.GetGetter<MLImage>(input);
        var source = new LastImage();
        ValueGetter<VBuffer<T>> getter = (ref VBuffer<T> vector) =>
        {
            var image = source.Image;
            getSource(ref image);
            source.Image = image;
            int size = _selection.Offsets(MLPixelFormat.Bgra32).Length * type.Height * type.Width;
            var editor = VBufferEditor.Create(ref vector, size, image == null ? 0 : size);   // no image: all zero, sparsely
            if (image != null)
            {
                Check.State(image.Height == type.Height && image.Width == type.Width,
                    $"Image '{image.Tag}' is {image.Height}x{image.Width}, but column '{input.Name}' has images of {type.Height}x{type.Width}.");
                _selection.Extract(image, editor.Values);
            }
            vector = editor.Commit();
        };
        return (getter, source);
    }

    private static ImagePixelExtractingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(s_version);
        return new ImagePixelExtractingTransformer(ctx);
    }
}
