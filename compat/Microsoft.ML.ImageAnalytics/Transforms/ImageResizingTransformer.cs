using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;

[assembly: LoadableClass(typeof(ImageResizingTransformer), null, typeof(SignatureLoadModel), "Image Resizer Transform",
    ImageResizingTransformer.Loader)]

namespace Microsoft.ML.Transforms.Image;

public sealed class ImageResizingTransformer : OneToOneTransformerBase
{
    internal const string Loader = "ImageScalerTransform";

    private static readonly VersionInfo s_version = new("IMGSCALF", 0x00010003, 0x00010003, 0x00010003,
        typeof(ImageResizingTransformer).Assembly.FullName, Loader);

    private readonly ImageResizingEstimator.ResizingKind _kind;
    private readonly ImageResizingEstimator.Anchor _anchor;

    internal ImageResizingTransformer(string outputColumnName, int width, int height, string inputColumnName,
        ImageResizingEstimator.ResizingKind kind, ImageResizingEstimator.Anchor anchor)
        : base(outputColumnName, inputColumnName)
    {
        Check.Param(width > 0, "imageWidth", "Must be positive.");
        Check.Param(height > 0, "imageHeight", "Must be positive.");
        Check.Param(Enum.IsDefined(kind), "resizing", $"Must be a {nameof(ImageResizingEstimator.ResizingKind)}.");
        Check.Param(Enum.IsDefined(anchor), "anchor", $"Must be an {nameof(ImageResizingEstimator.Anchor)}.");
        Type = new ImageDataViewType(height, width);
        _kind = kind;
        _anchor = anchor;
    }

    private ImageResizingTransformer(ModelLoadContext ctx)
        : base(ctx)
    {
        (int width, int height) = (ctx.Reader.ReadInt32(), ctx.Reader.ReadInt32());
        Type = new ImageDataViewType(height, width);
        _kind = (ImageResizingEstimator.ResizingKind)ctx.Reader.ReadByte();
        _anchor = (ImageResizingEstimator.Anchor)ctx.Reader.ReadByte();
    }

    internal ImageDataViewType Type { get; }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(s_version);
        SaveColumns(ctx);
        ctx.Writer.Write(Type.Width);
        ctx.Writer.Write(Type.Height);
        ctx.Writer.Write((byte)_kind);
        ctx.Writer.Write((byte)_anchor);
    }

    private protected override DataViewSchema.DetachedColumn MakeOutput(DataViewSchema.Column input)
    {
        ImageShapes.Of<ImageDataViewType>(input, "image");
        return new DataViewSchema.DetachedColumn(OutputColumnName, Type);
    }

    private protected override (Delegate Getter, IDisposable Owner) Open(DataViewRow row, DataViewSchema.Column input)
    {
        var getSource = row.GetGetter<MLImage>(input);
        MLImage source = null;
        ValueGetter<MLImage> getter = (ref MLImage image) =>
        {
            image?.Dispose();
            image = null;
            getSource(ref source);
            if (source == null) return;
            bool fits = source.Height == Type.Height && source.Width == Type.Width;   // then it goes through as it is
            image = fits ? source : ImageResizer.Resize(source, Type.Width, Type.Height, _kind, _anchor);
            image.Tag = source.Tag;
        };
        return (getter, null);
    }

    private static ImageResizingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(s_version);
        return new ImageResizingTransformer(ctx);
    }
}
