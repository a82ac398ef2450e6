namespace Microsoft.ML.MultiTask.Images;

/// <summary>Decodes label images to metres. Not thread-safe.</summary>
/// <param name="encoding">The meaning of samples, unless a row has its own encoding.</param>
/// <param name="target">The size of every label; null keeps the size of each file.</param>
/// <param name="png">Decodes the files; may be shared on the same thread.</param>
internal sealed class DepthLabelDecoder(DepthLabelEncoding encoding, ImageSize? target, PngDecoder png)
{
    private readonly LabelSampler _sampler = new(encoding, target, png);
    private readonly float[] _columns = Table(encoding, new float[ushort.MaxValue + 1]);
    private readonly RowEncoding<DepthLabelEncoding> _own = new(encoding);
    private float[] _ownTable = [];

    /// <summary>Decodes one label image.</summary>
    /// <param name="path">A PNG file; empty if the row has no label.</param>
    /// <param name="ownEncoding">The row's own encoding as JSON; empty to use the column's.</param>
    /// <param name="frameSize">The size of its frame, which the label must have too; null if unknown.</param>
    /// <param name="meters">Receives the depth of each pixel of the target size, metres; NaN where it is missing.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file or the row's encoding is invalid; the message names the file.</exception>
    public void Decode(string path, ReadOnlySpan<char> ownEncoding, ImageSize? frameSize, Span<float> meters)
    {
        if (path.Length == 0)
        {
            meters.Fill(float.NaN);
            return;
        }
        var table = ownEncoding.IsEmpty ? _columns : OwnTable(ownEncoding, path);
        _sampler.Encoding = ownEncoding.IsEmpty ? encoding : _own.Encoding;
        var samples = _sampler.Read(path, frameSize);
        for (var i = 0; i < meters.Length; i++)
            meters[i] = table[samples[i]];
    }

    private float[] OwnTable(ReadOnlySpan<char> json, string path)
    {
        var isAnother = _own.Update(json, path);
        if (_ownTable.Length == 0)
            _ownTable = new float[ushort.MaxValue + 1];
        return isAnother ? Table(_own.Encoding, _ownTable) : _ownTable;
    }

    private static float[] Table(DepthLabelEncoding encoding, float[] table)
    {
        encoding.FillTable(table);
        return table;
    }
}
