using Microsoft.ML.MultiTask.Streets.Rendering;
using Microsoft.ML.MultiTask.Streets.World;

namespace Microsoft.ML.MultiTask.Streets;

/// <summary>Counts pixels by class and by motion.</summary>
internal sealed class StreetsTally
{
    private readonly long[] _classes = new long[16];
    private long _moving;
    private long _pixels;

    public void Add(LabelledFrame frame)
    {
        foreach (var seen in frame.Class)
        {
            _classes[(int)seen]++;
        }
        foreach (var moves in frame.Motion)
        {
            _moving += moves;
        }
        _pixels += frame.Class.Length;
    }

    public void Add(StreetsTally other)
    {
        for (var i = 0; i < _classes.Length; i++)
        {
            _classes[i] += other._classes[i];
        }
        _moving += other._moving;
        _pixels += other._pixels;
    }

    public SortedDictionary<string, double> ClassShares()
    {
        var shares = new SortedDictionary<string, double>(StringComparer.Ordinal);
        for (var i = 0; i < _classes.Length; i++)
        {
            if (_classes[i] > 0)
            {
                shares.Add(((StreetClass)i).ToString(), (double)_classes[i] / _pixels);
            }
        }
        return shares;
    }

    public double MovingShare() => (double)_moving / _pixels;
}
