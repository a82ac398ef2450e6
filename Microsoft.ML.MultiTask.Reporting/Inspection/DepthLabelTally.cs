namespace Microsoft.ML.MultiTask.Reporting.Inspection;

/// <summary>Collects the depths of all pixels in a histogram.</summary>
internal sealed class DepthLabelTally(string name, DepthLabelEncoding encoding) : LabelTally(name)
{
    private readonly DepthHistogram _histogram = new();
    private long _missing;

    public override void Add(InspectedFile file, ImageSize? frameSize, ImageFileReader reader)
    {
        foreach (var meters in reader.ReadDepth(file.Path, encoding, file.OwnEncoding, frameSize))
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
