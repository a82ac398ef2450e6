namespace Microsoft.ML.MultiTask.Images;

/// <summary>Decodes label images to classes, 255 for unlabelled pixels. Not thread-safe.</summary>
internal sealed class ClassLabelDecoder(ClassLabelEncoding column, ImageSize? target, PngDecoder png)
    : LabelDecoder<ClassLabelEncoding, byte>(column, ClassLabelEncoding.Ignore)
{
    private readonly LabelSampler _sampler = new(target, png);
    private readonly short[] _classOfValue = new short[ushort.MaxValue + 1];

    protected override void FillTable(ClassLabelEncoding encoding) => encoding.FillTable(_classOfValue);

    protected override void Decode(string path, ClassLabelEncoding encoding, ImageSize? frameSize, Span<byte> classes)
    {
        if (encoding.ClassOfColor is not null)
        {
            DecodeColors(_sampler.ReadColors(path, frameSize), encoding, classes, path);
            return;
        }
        var samples = _sampler.Read(path, encoding, frameSize);
        for (var i = 0; i < classes.Length; i++)
        {
            var label = _classOfValue[samples[i]];
            if (label < 0)
                throw new InvalidDataException($"Label '{path}': expected samples of {encoding.AllowedValues()}, but found {samples[i]}.");
            classes[i] = (byte)label;
        }
    }

    private static void DecodeColors(ReadOnlySpan<int> colors, ClassLabelEncoding encoding, Span<byte> classes, string path)
    {
        var (last, label) = (-1, 0);                                // neighbours mostly have the same colour
        for (var i = 0; i < classes.Length; i++)
        {
            if (colors[i] != last)
            {
                last = colors[i];
                label = encoding.ClassOf(last) ?? throw new InvalidDataException(
                    $"Label '{path}': expected the colours {encoding.AllowedValues()}, but found #{last:X6}.");
            }
            classes[i] = (byte)label;
        }
    }
}
