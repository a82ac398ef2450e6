namespace Microsoft.ML.MultiTask;

/// <summary>A smooth line on the ground, sampled every half metre: a road's centre line, a lane, a path people walk.</summary>
/// <remarks>Distances s run along the line from its start, offsets d to its right, both in metres. The line continues straight beyond its ends.</remarks>
internal sealed class StreetCurve
{
    public const double Step = 0.5;

    private readonly Sample[] _samples;

    private StreetCurve(Sample[] samples) => _samples = samples;

    /// <summary>Length in metres.</summary>
    public double Length => (_samples.Length - 1) * Step;

    public int SampleCount => _samples.Length;

    /// <summary>A line from a point, a heading (radians, clockwise from +z) and the curvature (1/m, positive to the right) at every distance.</summary>
    public static StreetCurve FromCurvature((double X, double Z) start, double heading, double length, Func<double, double> curvature)
    {
        var samples = new Sample[(int)Math.Ceiling(length / Step) + 1];
        var (x, z) = start;
        for (var i = 0; i < samples.Length; i++)
        {
            var bend = curvature(i * Step);
            var (tx, tz) = StreetMath.SinCos(heading);
            samples[i] = new Sample((float)x, (float)z, (float)tx, (float)tz, (float)bend);
            var (mx, mz) = StreetMath.SinCos(heading + 0.5 * bend * Step);
            x += mx * Step;
            z += mz * Step;
            heading += bend * Step;
        }
        return new StreetCurve(samples);
    }

    /// <summary>The straight line between two points.</summary>
    public static StreetCurve Straight((double X, double Z) from, (double X, double Z) to)
    {
        var (dx, dz) = (to.X - from.X, to.Z - from.Z);
        var length = Math.Sqrt(dx * dx + dz * dz);
        var samples = new Sample[Math.Max(2, (int)Math.Ceiling(length / Step) + 1)];
        for (var i = 0; i < samples.Length; i++)
        {
            var s = i * Step;
            samples[i] = new Sample((float)(from.X + dx / length * s), (float)(from.Z + dz / length * s), (float)(dx / length), (float)(dz / length), 0f);
        }
        return new StreetCurve(samples);
    }

    /// <summary>A line through points about half a metre apart, each given with the unit direction of travel there.</summary>
    public static StreetCurve Through(IReadOnlyList<CurvePoint> points)
    {
        // Resampled at equal steps of chord length, so that distances stay true where the points bunch or spread.
        var samples = new List<Sample>(points.Count) { At(points[0]) };
        var travelled = 0.0;
        for (var i = 1; i < points.Count; i++)
        {
            var (a, b) = (points[i - 1], points[i]);
            var (dx, dz) = (b.X - a.X, b.Z - a.Z);
            var chord = Math.Sqrt(dx * dx + dz * dz);
            for (; samples.Count * Step <= travelled + chord; )
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

    /// <summary>The point <paramref name="d"/> metres to the right of the line after <paramref name="s"/> metres, with the direction there.</summary>
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

    /// <summary>The line <paramref name="d"/> metres to the right of this one between two distances, run backwards where <paramref name="from"/> &gt; <paramref name="to"/>.</summary>
    public IEnumerable<CurvePoint> Along(double from, double to, double d)
    {
        var sign = to < from ? -1 : 1;
        var count = (int)Math.Ceiling(Math.Abs(to - from) / Step);
        for (var i = 0; i <= count; i++)
        {
            var p = At(from + sign * Math.Min(i * Step, Math.Abs(to - from)), d);
            yield return sign > 0 ? p : p with { DirectionX = -p.DirectionX, DirectionZ = -p.DirectionZ };
        }
    }

    private readonly record struct Sample(float X, float Z, float TangentX, float TangentZ, float Bend);
}
