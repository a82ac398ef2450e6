namespace Microsoft.ML.MultiTask.Images;

/// <summary>Decodes label images to classes. Not thread-safe.</summary>
/// <param name="encoding">The meaning of samples or colours, unless a row has its own encoding.</param>
/// <param name="target">The size of every label; null keeps the size of each file.</param>
/// <param name="png">Decodes the files; may be shared on the same thread.</param>
internal sealed class ClassLabelDecoder(ClassLabelEncoding encoding, ImageSize? target, PngDecoder png)
{
    private readonly LabelSampler _sampler = new(encoding, target, png);
    private readonly ClassTable _columns = new(encoding);
    private readonly RowEncoding<ClassLabelEncoding> _own = new(encoding);
    private ClassTable? _ownTable;

    /// <summary>Decodes one label image.</summary>
    /// <param name="path">A PNG file; empty if the row has no label.</param>
    /// <param name="ownEncoding">The row's own encoding as JSON; empty to use the column's.</param>
    /// <param name="frameSize">The size of its frame, which the label must have too; null if unknown.</param>
    /// <param name="classes">Receives the class of each pixel of the target size; 255 for unlabelled pixels.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file or the row's encoding is invalid; the message names the file.</exception>
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
