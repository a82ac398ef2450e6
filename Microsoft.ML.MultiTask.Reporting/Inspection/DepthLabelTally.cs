using static System.FormattableString;

namespace Microsoft.ML.MultiTask.Reporting.Inspection;

/// <summary>Collects the depths of all pixels in a histogram.</summary>
/// <remarks>Files are read without the encoding's farthest depth, which is applied here, so that what lies beyond it can be counted.</remarks>
internal sealed class DepthLabelTally(string name, DepthLabelEncoding encoding) : LabelTally(name)
{
    private static readonly double s_possible = new DepthLabelEncoding().FarthestMeters;      // no depth beyond the default counts, whatever is set
    private const double Plausible = 1_000;                         // beyond it, the unit or the encoding is probably wrong

    private readonly DepthHistogram _histogram = new();
    private readonly DepthLabelEncoding _unlimited = encoding with { FarthestMeters = double.MaxValue };
    private (string Json, string Unlimited, double Farthest) _own = ("", "", Math.Min(encoding.FarthestMeters, s_possible));
    private long _missing;
    private long _implausible;
    private float _farthest;                                        // of the implausible ones

    public override void Add(InspectedFile file, ImageSize? frameSize, ImageFileReader reader)
    {
        var (unlimited, limit) = Own(file.OwnEncoding);
        foreach (var meters in reader.ReadDepth(file.Path, _unlimited, unlimited, frameSize))
        {
            if (meters > limit)
                (_implausible, _farthest) = (_implausible + 1, Math.Max(_farthest, meters));
            if (meters > 0 && meters <= limit)
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
        _implausible += counted._implausible;
        _farthest = Math.Max(_farthest, counted._farthest);
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
            Warning = Warning(),
            ImplausiblePixels = _implausible,
            MinimumMeters = hasDepth ? _histogram.Minimum : null,
            Percentile5Meters = hasDepth ? _histogram.Percentile(0.05) : null,
            MedianMeters = hasDepth ? _histogram.Percentile(0.5) : null,
            Percentile95Meters = hasDepth ? _histogram.Percentile(0.95) : null,
            MaximumMeters = hasDepth ? _histogram.Maximum : null,
        };
    }

    private string? Warning()
    {
        var share = Invariant($"{100.0 * _implausible / (_implausible + _histogram.Count):0.####}");
        var limit = Invariant($"{Math.Min(encoding.FarthestMeters, s_possible):N0}");
        var beyond = _implausible == 0 ? "" : Invariant(
            $"{_implausible:N0} pixels ({share} % of those with a depth) are implausible, beyond {limit} m, up to {_farthest:N0} m, and do not count. ");
        var farthest = _histogram.Maximum <= Plausible ? "" : Invariant($"The farthest depth that counts, {_histogram.Maximum:N0} m, is implausible: ")
            + "check the encoding's unit, or set its 'FarthestMeters'.";
        return (beyond + farthest).TrimEnd() is { Length: > 0 } warning ? warning : null;
    }

    // A row's own encoding without its limit, as JSON, and the limit. An invalid one is returned as it is: reading the file raises the error.
    private (string Json, double Limit) Own(string json)
    {
        if (json.Length == 0)
            return ("", Math.Min(encoding.FarthestMeters, s_possible));
        if (json != _own.Json)
            _own = Parse(json) is { } own
                ? (json, (own with { FarthestMeters = double.MaxValue }).ToJson(), Math.Min(own.FarthestMeters, s_possible))
                : (json, json, s_possible);
        return (_own.Unlimited, _own.Farthest);
    }

    private static DepthLabelEncoding? Parse(string json)
    {
        try
        {
            return LabelEncoding.FromJson(json) as DepthLabelEncoding;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
