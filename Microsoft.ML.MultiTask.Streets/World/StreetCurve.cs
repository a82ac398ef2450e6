namespace Microsoft.ML.MultiTask.Streets.World;

/// <summary>A smooth line on the ground, sampled every half metre: a road's centre line, a lane, a path people walk.</summary>
/// <remarks>Distances s run along the line from its start, offsets d to its right, both in metres. The line continues straight beyond its
/// ends.</remarks>
internal sealed class StreetCurve
{
    public const double Step = 0.5;

    private readonly Sample[] _samples;

    private StreetCurve(Sample[] samples) => _samples = samples;

    /// <summary>Length in metres.</summary>
    public double Length => (_samples.Length - 1) * Step;

    public int SampleCount => _samples.Length;

    /// <summary>A line from a start point, a direction, and the curvature (1/m, positive to the right) at every distance.</summary>
    public static StreetCurve FromCurvature(CurvePoint start, double length, Func<double, double> curvature)
    {
        var samples = new Sample[(int)Math.Ceiling(length / Step) + 1];
        var (x, z, turned) = (start.X, start.Z, 0.0);
        for (var i = 0; i < samples.Length; i++)
        {
            var bend = curvature(i * Step);
            var here = start.Turned(turned);
            samples[i] = new Sample((float)x, (float)z, (float)here.DirectionX, (float)here.DirectionZ, (float)bend);
            var midway = start.Turned(turned + 0.5 * bend * Step);
            x += midway.DirectionX * Step;
            z += midway.DirectionZ * Step;
            turned += bend * Step;
        }
        return new StreetCurve(samples);
    }

    /// <summary>The straight line between two points.</summary>
    public static StreetCurve Straight((double X, double Z) from, (double X, double Z) to)
    {
        var (dx, dz) = (to.X - from.X, to.Z - from.Z);
        var length = Math.Sqrt(dx * dx + dz * dz);
        var samples = new Sample[Math.Max(2, (int)Math.Ceiling(length / Step) + 1)];
        (dx, dz) = (dx / length, dz / length);
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = new Sample((float)(from.X + dx * i * Step), (float)(from.Z + dz * i * Step), (float)dx, (float)dz, 0f);
        }
        return new StreetCurve(samples);
    }

    /// <summary>A line through points about half a metre apart, each given with the unit direction of travel there.</summary>
    public static StreetCurve Through(IEnumerable<CurvePoint> line)
    {
        CurvePoint[] points = [.. line];
        // Resampled at equal steps of chord length, so that distances stay correct for unevenly spaced points.
        var samples = new List<Sample>(points.Length) { At(points[0]) };
        var travelled = 0.0;
        for (var i = 1; i < points.Length; i++)
        {
            var (a, b) = (points[i - 1], points[i]);
            var (dx, dz) = (b.X - a.X, b.Z - a.Z);
            var chord = Math.Sqrt(dx * dx + dz * dz);
            while (samples.Count * Step <= travelled + chord)
            {
                var t = (samples.Count * Step - travelled) / chord;
                var (tx, tz) = (a.DirectionX + (b.DirectionX - a.DirectionX) * t, a.DirectionZ + (b.DirectionZ - a.DirectionZ) * t);
                var norm = Math.Sqrt(tx * tx + tz * tz);
                samples.Add(At(new CurvePoint(a.X + dx * t, a.Z + dz * t, tx / norm, tz / norm)));
            }
            travelled += chord;
        }
        for (var i = 0; i + 1 < samples.Count; i++)
        {
            var (a, b) = (samples[i], samples[i + 1]);
            samples[i] = a with { Bend = (float)((a.TangentZ * b.TangentX - a.TangentX * b.TangentZ) / Step) };
        }
        return new StreetCurve([.. samples]);

        static Sample At(CurvePoint p) => new((float)p.X, (float)p.Z, (float)p.DirectionX, (float)p.DirectionZ, 0f);
    }

    /// <summary>
    /// The point <paramref name="d"/> metres to the right of the line after <paramref name="s"/> metres, with the direction there.
    /// </summary>
    public CurvePoint At(double s, double d = 0)
    {
        var i = (int)Math.Clamp(Math.Floor(s / Step + 0.5), 0, _samples.Length - 1);
        var p = _samples[i];
        var a = s - i * Step;
        var bend = i == 0 || i == _samples.Length - 1 ? 0.0 : p.Bend;
        var turn = bend * a;
        var (tx, tz) = (p.TangentX + p.TangentZ * turn, p.TangentZ - p.TangentX * turn);
        var norm = Math.Sqrt(tx * tx + tz * tz);
        (tx, tz) = (tx / norm, tz / norm);
        var side = 0.5 * turn * a;
        return new CurvePoint(p.X + p.TangentX * a + p.TangentZ * side + tz * d, p.Z + p.TangentZ * a - p.TangentX * side - tx * d, tx, tz);
    }

    /// <summary>Distance along and offset from the line of a point near sample <paramref name="near"/>.</summary>
    public (float S, float D) Project(float x, float z, int near)
    {
        for (var pass = 0; ; pass++)
        {
            ref readonly var p = ref _samples[near];
            var (dx, dz) = (x - p.X, z - p.Z);
            var a = dx * p.TangentX + dz * p.TangentZ;
            var d = dx * p.TangentZ - dz * p.TangentX;
            var squeeze = MathF.Max(0.2f, 1f - p.Bend * d);
            var along = a / squeeze;
            var move = (int)MathF.Floor(along * (float)(1 / Step) + 0.5f);
            if (move == 0 || pass == 3 || (near + move < 0 && near == 0) || (near + move >= _samples.Length && near == _samples.Length - 1))
            {
                return ((float)(near * Step) + along, d - 0.5f * p.Bend * along * along * squeeze);
            }
            near = Math.Clamp(near + move, 0, _samples.Length - 1);
        }
    }

    /// <summary>Position of sample <paramref name="index"/>.</summary>
    public (float X, float Z) SampleAt(int index) => (_samples[index].X, _samples[index].Z);

    /// <summary>
    /// The line <paramref name="d"/> metres to the right of this one between two distances, run backwards where <paramref name="from"/>
    /// &gt; <paramref name="to"/>.
    /// </summary>
    public IEnumerable<CurvePoint> Along(double from, double to, double d)
    {
        var sign = to < from ? -1 : 1;
        var count = (int)Math.Ceiling(Math.Abs(to - from) / Step);
        for (var i = 0; i <= count; i++)
        {
            var p = At(from + sign * Math.Min(i * Step, Math.Abs(to - from)), d);
            yield return sign > 0 ? p : p.Reversed;
        }
    }

    /// <summary>One line and then another, with a smooth bend from the end of the first to the start of the second.</summary>
    public static IEnumerable<CurvePoint> Joined(IEnumerable<CurvePoint> first, IEnumerable<CurvePoint> second)
    {
        CurvePoint[] head = [.. first], tail = [.. second];
        return [.. head, .. Enumerable.Range(1, 63).Select(i => Cubic(head[^1], tail[0], i / 64.0)), .. tail];
    }

    /// <summary>A cubic Bézier curve whose handles turn a right angle into about a quarter circle and keep lines straight.</summary>
    private static CurvePoint Cubic(CurvePoint a, CurvePoint b, double t)
    {
        var reach = 0.39 * Math.Sqrt((b.X - a.X) * (b.X - a.X) + (b.Z - a.Z) * (b.Z - a.Z));
        var (ax, az) = (a.X + a.DirectionX * reach, a.Z + a.DirectionZ * reach);
        var (bx, bz) = (b.X - b.DirectionX * reach, b.Z - b.DirectionZ * reach);
        var u = 1 - t;
        var (w0, w1, w2, w3) = (u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t);
        var dx = u * u * (ax - a.X) + 2 * u * t * (bx - ax) + t * t * (b.X - bx);
        var dz = u * u * (az - a.Z) + 2 * u * t * (bz - az) + t * t * (b.Z - bz);
        var norm = Math.Sqrt(dx * dx + dz * dz);
        return new CurvePoint(w0 * a.X + w1 * ax + w2 * bx + w3 * b.X, w0 * a.Z + w1 * az + w2 * bz + w3 * b.Z, dx / norm, dz / norm);
    }

    private readonly record struct Sample(float X, float Z, float TangentX, float TangentZ, float Bend);
}
