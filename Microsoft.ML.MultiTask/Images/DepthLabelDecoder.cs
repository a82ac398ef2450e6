namespace Microsoft.ML.MultiTask.Images;

/// <summary>Reads label images as metres. Not thread-safe.</summary>
/// <param name="encoding">What the samples mean, where a row does not say otherwise.</param>
/// <param name="target">The size of every label; null for the size that each file has.</param>
/// <param name="png">Decodes the files; may be shared with others on the same thread.</param>
internal sealed class DepthLabelDecoder(DepthLabelEncoding encoding, ImageSize? target, PngDecoder png)
{
    private readonly LabelSampler _sampler = new(encoding, target, png);
    private readonly float[] _columns = Table(encoding, new float[ushort.MaxValue + 1]);
    private readonly RowEncoding<DepthLabelEncoding> _own = new(encoding);
    private float[] _ownTable = [];

    /// <summary>Reads one label image.</summary>
    /// <param name="path">A PNG file; empty where the row has no label.</param>
    /// <param name="ownEncoding">The JSON of the row's own encoding; empty where the column's counts.</param>
    /// <param name="frameSize">The size of the frame it labels, which it must have too; null when not known.</param>
    /// <param name="meters">Receives the metres of each pixel of the target size; NaN where there are none.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file or the row's encoding is not sound; the message names the file.</exception>
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
