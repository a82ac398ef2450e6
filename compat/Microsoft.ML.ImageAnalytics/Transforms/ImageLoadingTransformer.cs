using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;

[assembly: LoadableClass(typeof(ImageLoadingTransformer), null, typeof(SignatureLoadModel), "Image Loader Transform",
    ImageLoadingTransformer.Loader)]

namespace Microsoft.ML.Data;

/// <summary>Reads the files whose paths a column has, as images or as they are. An image lives until the next one is read into the same
/// variable.</summary>
public sealed class ImageLoadingTransformer : OneToOneTransformerBase
{
    internal const string Loader = "ImageLoaderTransform";

    private static readonly VersionInfo s_version = new("IMGLOADR", 0x00010003, 0x00010003, 0x00010003,
        typeof(ImageLoadingTransformer).Assembly.FullName, Loader);

    public readonly string ImageFolder;

    internal ImageLoadingTransformer(string outputColumnName, string imageFolder, string inputColumnName, bool decodes)
        : base(outputColumnName, inputColumnName)
    {
        if (!string.IsNullOrEmpty(imageFolder))
            ImageFolder = Directory.Exists(imageFolder)
                ? Path.GetFullPath(imageFolder)
                : throw new ArgumentException($"Directory \"{imageFolder}\" does not exist.");
        Decodes = decodes;
    }

    private ImageLoadingTransformer(ModelLoadContext ctx)
        : base(ctx)
    {
        var folder = ctx.LoadString();
        ImageFolder = folder.Length > 0 ? folder : null;
        Decodes = ctx.Reader.ReadBoolean();
    }

    /// <summary>Whether the output is images, or else the bytes of the files.</summary>
    internal bool Decodes { get; }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(s_version);
        SaveColumns(ctx);
        ctx.SaveString(ImageFolder ?? "");
        ctx.Writer.Write(Decodes);
    }

    private protected override DataViewSchema.DetachedColumn MakeOutput(DataViewSchema.Column input)
    {
        ImageShapes.Of<TextDataViewType>(input, TextDataViewType.Instance.ToString());
        return new DataViewSchema.DetachedColumn(
            OutputColumnName, Decodes ? new ImageDataViewType() : new VectorDataViewType(NumberDataViewType.Byte));
    }

    private protected override (Delegate Getter, IDisposable Owner) Open(DataViewRow row, DataViewSchema.Column input)
    {
        var path = row.GetGetter<ReadOnlyMemory<char>>(input);
        return Decodes ? OpenImages(path) : (OpenBytes(path), null);
    }

    private (Delegate Getter, IDisposable Owner) OpenImages(ValueGetter<ReadOnlyMemory<char>> getPath)
    {
        var last = new LastImage();
        ReadOnlyMemory<char> name = default;
        ValueGetter<MLImage> getter = (ref MLImage image) =>
        {
            image?.Dispose();
            image = null;
            getPath(ref name);
            if (name.Length > 0)
            {
                var path = Locate(name);
                using var stream = File.OpenRead(path);
                image = MLImage.CreateFromStream(stream);
                image.Tag = path;
            }
            last.Image = image;
        };
        return (getter, last);
    }

    private ValueGetter<VBuffer<byte>> OpenBytes(ValueGetter<ReadOnlyMemory<char>> getPath)
    {
        ReadOnlyMemory<char> name = default;
        return (ref VBuffer<byte> bytes) =>
        {
            getPath(ref name);
            using var stream = name.Length > 0 ? File.OpenRead(Locate(name)) : Stream.Null;
            var editor = VBufferEditor.Create(ref bytes, checked((int)stream.Length));
            stream.ReadExactly(editor.Values);
            bytes = editor.Commit();
        };
    }

    private string Locate(ReadOnlyMemory<char> name) => string.IsNullOrWhiteSpace(ImageFolder)
        ? name.ToString()
        : Path.Combine(ImageFolder, name.ToString());

    private static ImageLoadingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(s_version);
        return new ImageLoadingTransformer(ctx);
    }
}
