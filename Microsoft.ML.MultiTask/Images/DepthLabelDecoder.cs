namespace Microsoft.ML.MultiTask.Images;

/// <summary>Decodes label images to metres, NaN where depth is missing. Not thread-safe.</summary>
internal sealed class DepthLabelDecoder(DepthLabelEncoding column, ImageSize? target, PngDecoder png)
    : LabelDecoder<DepthLabelEncoding, float>(column, float.NaN)
{
    private readonly LabelSampler _sampler = new(target, png);
    private readonly float[] _metersOfValue = new float[ushort.MaxValue + 1];

    protected override void FillTable(DepthLabelEncoding encoding) => encoding.FillTable(_metersOfValue);

    protected override void Decode(string path, DepthLabelEncoding encoding, ImageSize? frameSize, Span<float> meters)
    {
        var samples = _sampler.Read(path, encoding, frameSize);
        for (var i = 0; i < meters.Length; i++)
            meters[i] = _metersOfValue[samples[i]];
    }
}
