using Microsoft.ML.MultiTask.Images;

namespace Microsoft.ML.MultiTask.Reporting.Inspection;

/// <summary>Counts the pixels of each depth.</summary>
internal sealed class DepthLabelTally(string name, DepthLabelEncoding encoding, PngDecoder png) : LabelTally(name)
{
    private readonly DepthLabelDecoder _decoder = new(encoding, target: null, png);
    private readonly DepthHistogram _histogram = new();
    private float[] _meters = [];
    private long _missing;

    public override void Add(InspectedFile file, ImageSize? frameSize)
    {
        var length = PixelsOf(file, frameSize);
        if (_meters.Length < length)
            _meters = new float[length];
        var depths = _meters.AsSpan(0, length);
        _decoder.Decode(file.Path, file.OwnEncoding, frameSize, depths);
        foreach (var meters in depths)
        {
            if (meters > 0)
                _histogram.Add(meters);
            else
                _missing++;
        }
        Files++;
    }

    public override void Add(LabelTally other)
    {
        var counted = (DepthLabelTally)other;
        Files += counted.Files;
        _missing += counted._missing;
        _histogram.Add(counted._histogram);
    }

    public override LabelInspection Result(long rows, long labelledRows)
    {
        var hasDepth = _histogram.Count > 0;
        return new DepthLabelInspection
        {
            Name = Name,
            LabelledRows = labelledRows,
            Coverage = LabelInspection.Share(labelledRows, rows),
            Files = Files,
            LabelledPixels = _histogram.Count,
            MissingPixels = _missing,
            MinimumMeters = hasDepth ? _histogram.Minimum : null,
            Percentile5Meters = hasDepth ? _histogram.Percentile(0.05) : null,
            MedianMeters = hasDepth ? _histogram.Percentile(0.5) : null,
            Percentile95Meters = hasDepth ? _histogram.Percentile(0.95) : null,
            MaximumMeters = hasDepth ? _histogram.Maximum : null,
        };
    }
}
