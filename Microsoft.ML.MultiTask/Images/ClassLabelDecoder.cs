namespace Microsoft.ML.MultiTask.Images;

/// <summary>Reads label images as classes. Not thread-safe.</summary>
/// <param name="encoding">What the samples or colours mean, where a row does not say otherwise.</param>
/// <param name="target">The size of every label; null for the size that each file has.</param>
/// <param name="png">Decodes the files; may be shared with others on the same thread.</param>
internal sealed class ClassLabelDecoder(ClassLabelEncoding encoding, ImageSize? target, PngDecoder png)
{
    private readonly LabelSampler _sampler = new(encoding, target, png);
    private readonly ClassTable _columns = new(encoding);
    private readonly RowEncoding<ClassLabelEncoding> _own = new(encoding);
    private ClassTable? _ownTable;

    /// <summary>Reads one label image.</summary>
    /// <param name="path">A PNG file; empty where the row has no label.</param>
    /// <param name="ownEncoding">The JSON of the row's own encoding; empty where the column's counts.</param>
    /// <param name="frameSize">The size of the frame it labels, which it must have too; null when not known.</param>
    /// <param name="classes">Receives a class for each pixel of the target size; 255 where there is none.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file or the row's encoding is not sound; the message names the file.</exception>
    public void Decode(string path, ReadOnlySpan<char> ownEncoding, ImageSize? frameSize, Span<byte> classes)
    {
        if (path.Length == 0)
        {
            classes.Fill(ClassLabelEncoding.Ignore);
            return;
        }
        var table = ownEncoding.IsEmpty ? _columns : OwnTable(ownEncoding, path);
        _sampler.Encoding = table.Encoding;
        if (table.Encoding.ClassOfColor is null)
            table.Convert(_sampler.Read(path, frameSize), classes, path);
        else
            table.ConvertColors(_sampler.ReadColors(path, frameSize), classes, path);
    }

    private ClassTable OwnTable(ReadOnlySpan<char> json, string path)
    {
        if (_own.Update(json, path) && _ownTable is not null)
            _ownTable.Encoding = _own.Encoding;
        return _ownTable ??= new ClassTable(_own.Encoding);
    }
}
