namespace Microsoft.ML.MultiTask.Streets.World;

/// <summary>
/// Keeps moving objects from passing through each other: each is a row of discs, compared over the whole sequence.
/// </summary>
internal sealed class Crowding(double seconds, double interval)
{
    private readonly List<Track> _tracks = [];
    private readonly double[] _times = [.. Enumerable.Range(0, (int)Math.Ceiling((seconds + 2 * interval) * 4) + 1).Select(i =>
        i * 0.25 - interval)];

    /// <summary>
    /// Adds the object if it stays clear of all others. Half its length and width in metres; <paramref name="headway"/> is kept free in
    /// front and behind.
    /// </summary>
    public bool TryAdd(Func<double, CurvePoint> place, double halfLength, double radius, double headway = 0)
    {
        var track = new Track([.. _times.Select(place)], halfLength - radius, radius, headway);
        foreach (var other in _tracks)
        {
            if (track.IsNear(other) && track.Meets(other))
            {
                return false;
            }
        }
        _tracks.Add(track);
        return true;
    }

    private sealed record Track(CurvePoint[] Places, double Reach, double Radius, double Headway)
    {
        private readonly double _minX = Places.Min(p => p.X);
        private readonly double _maxX = Places.Max(p => p.X);
        private readonly double _minZ = Places.Min(p => p.Z);
        private readonly double _maxZ = Places.Max(p => p.Z);

        /// <summary>Whether the bounding rectangles of the two trajectories come within reach of each other.</summary>
        public bool IsNear(Track other)
        {
            var near = Near(other);
            return _minX - near < other._maxX && _maxX + near > other._minX && _minZ - near < other._maxZ && _maxZ + near > other._minZ;
        }

        public bool Meets(Track other)
        {
            var near = Near(other);
            for (var i = 0; i < Places.Length; i++)
            {
                var (a, b) = (Places[i], other.Places[i]);
                var (dx, dz) = (b.X - a.X, b.Z - a.Z);
                if (dx * dx + dz * dz < near * near && (Touches(a, b, other) || FollowsTooClosely(a, b, near)))
                {
                    return true;
                }
            }
            return false;
        }

        private double Near(Track other) => Reach + other.Reach + Radius + other.Radius + Math.Min(Headway, other.Headway);

        private bool Touches(CurvePoint a, CurvePoint b, Track other)
        {
            var apart = Radius + other.Radius;
            for (var u = -1; u <= 1; u++)
            {
                for (var v = -1; v <= 1; v++)
                {
                    var dx = a.X + u * Reach * a.DirectionX - b.X - v * other.Reach * b.DirectionX;
                    var dz = a.Z + u * Reach * a.DirectionZ - b.Z - v * other.Reach * b.DirectionZ;
                    if (dx * dx + dz * dz < apart * apart)
                    {
                        return true;
                    }
                }
            }
            return false;
        }

        /// <summary>Whether one follows the other in the same lane with less than the headway between them.</summary>
        private static bool FollowsTooClosely(CurvePoint a, CurvePoint b, double near)
        {
            var (dx, dz) = (b.X - a.X, b.Z - a.Z);
            var across = dx * a.DirectionZ - dz * a.DirectionX;
            var along = dx * a.DirectionX + dz * a.DirectionZ;
            return Math.Abs(across) < 1.5 && Math.Abs(along) < near && a.DirectionX * b.DirectionX + a.DirectionZ * b.DirectionZ > 0.5;
        }
    }
}
