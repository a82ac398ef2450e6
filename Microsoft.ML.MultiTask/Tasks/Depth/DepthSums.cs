namespace Microsoft.ML.MultiTask.Tasks.Depth;

/// <summary>Counts and float64 sums over pixels, of predicted depth p and labelled depth d, from which every depth error is computed.</summary>
internal struct DepthSums
{
    private const double Delta = 1.25, MetersPerKilometer = 1000;

    private static readonly double s_log10 = Math.Log(10);

    private long _pixels;
    private long _within1, _within2, _within3;        // max(p/d, d/p) < 1.25ᵏ
    private double _absolute, _relative;              // Σ |p - d|, Σ |p - d| / d
    private double _squared, _squaredRelative;        // Σ (p - d)², Σ (p - d)² / d
    private double _log, _absoluteLog, _squaredLog;   // of ln p - ln d
    private double _squaredInverse;                   // Σ (1/p - 1/d)²

    /// <summary>Adds a pixel. Both depths are in metres and positive.</summary>
    public void Add(double predicted, double labelled)
    {
        double difference = predicted - labelled, absolute = Math.Abs(difference), squared = difference * difference;
        double ratio = predicted > labelled ? predicted / labelled : labelled / predicted;
        double log = Math.Log(ratio), inverse = difference / (predicted * labelled);
        _pixels++;
        if (ratio < Delta) _within1++;
        if (ratio < Delta * Delta) _within2++;
        if (ratio < Delta * Delta * Delta) _within3++;
        _absolute += absolute;
        _relative += absolute / labelled;
        _squared += squared;
        _squaredRelative += squared / labelled;
        _log += predicted > labelled ? log : -log;
        _absoluteLog += log;
        _squaredLog += log * log;
        _squaredInverse += inverse * inverse;
    }

    public readonly DepthMetrics Compute()
    {
        double pixels = _pixels, log = _log / pixels;
        return new()
        {
            LabelledPixels = _pixels,
            AbsRelError = _relative / pixels,
            RmseError = Math.Sqrt(_squared / pixels),
            Delta1Accuracy = _within1 / pixels,
            Delta2Accuracy = _within2 / pixels,
            Delta3Accuracy = _within3 / pixels,
            AbsError = _absolute / pixels,
            SqRelError = _squaredRelative / pixels,
            RmseLogError = Math.Sqrt(_squaredLog / pixels),
            Log10Error = _absoluteLog / pixels / s_log10,
            SILogError = Math.Sqrt(Math.Max(_squaredLog / pixels - log * log, 0)),
            InverseRmseError = MetersPerKilometer * Math.Sqrt(_squaredInverse / pixels),
        };
    }
}
