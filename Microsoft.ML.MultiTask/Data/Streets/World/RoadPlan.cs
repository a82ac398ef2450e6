namespace Microsoft.ML.MultiTask;

/// <summary>The roads of a sequence and the camera car's way over them: along a winding main road, or off it at a junction.</summary>
internal sealed class RoadPlan
{
    private const double Behind = 90;
    private const double Ahead = 260;
    private const double SideLength = 190;

    private readonly StreetRandom _random;

    private RoadPlan(StreetRandom random, double travel)
    {
        _random = random;
        Main = new StreetRoad(DrawMain(Behind + travel + Ahead), DrawProfile(isMain: true), random.Below(1 << 20));
        Roads.Add(Main);
        var turns = random.Chance(0.35);
        var turnDistance = Behind + Math.Min(travel * 0.5, 26) + random.Range(4.0, 10.0);
        for (var s = turns ? turnDistance : Behind + random.Range(-60.0, 50.0); s < Main.Curve.Length - 20; s += random.Range(75.0, 130.0))
        {
            AddJunction(s, turns && s == turnDistance ? SideLength + travel : SideLength);
        }
        EgoPath = turns ? Turning(turnDistance) : StreetCurve.Through([.. Main.Curve.Along(0, Main.Curve.Length, EgoOffset)]);
        TurnDistance = turns ? turnDistance : null;
        EgoStart = Behind;
    }

    public List<StreetRoad> Roads { get; } = [];

    public StreetRoad Main { get; }

    public StreetCurve EgoPath { get; }

    /// <summary>Where on its path the camera car is in frame 0.</summary>
    public double EgoStart { get; }

    /// <summary>Distance along the main road of the junction where the camera car leaves it; null when it stays.</summary>
    public double? TurnDistance { get; }

    public double EgoOffset => Main.Profile.LaneCentre(Main.Profile.Lanes - 1);

    public static RoadPlan Draw(StreetRandom random, double travel) => new(random, travel);

    /// <summary>Straights and bends in turn, never heading far from north, so that the road doesn't meet itself.</summary>
    private StreetCurve DrawMain(double length)
    {
        List<(double End, double Bend)> pieces = [];
        var (end, heading) = (0.0, 0.0);
        while (end < length)
        {
            var piece = _random.Range(35.0, 80.0);
            var bend = _random.Chance(0.35) ? 0.0 : 1 / _random.Range(45.0, 220.0) * (_random.Chance(0.5) ? 1 : -1);
            bend = Math.Abs(heading + bend * piece) > 1.1 ? -bend : bend;
            heading += bend * piece;
            end += piece;
            pieces.Add((end, bend));
        }
        const double Ease = 8;
        return StreetCurve.FromCurvature((0, 0), 0, length, s =>
        {
            var i = pieces.FindIndex(p => s < p.End);
            i = i < 0 ? pieces.Count - 1 : i;
            var next = i + 1 < pieces.Count ? pieces[i + 1].Bend : pieces[i].Bend;
            var blend = Math.Max(0, 1 - (pieces[i].End - s) / Ease);
            return pieces[i].Bend + (next - pieces[i].Bend) * blend;
        });
    }

    private RoadProfile DrawProfile(bool isMain)
    {
        var lanes = isMain && _random.Chance(0.35) ? 2 : 1;
        return new RoadProfile
        {
            Lanes = lanes,
            LaneWidth = _random.Range(3.1f, 3.5f),
            HasParking = _random.Chance(0.55),
            PavementWidth = _random.Range(2.6f, 4.2f),
            Setback = _random.Chance(0.5) ? 0.05f : _random.Range(2.5f, 6f),
            HasDashedCentre = lanes == 1 && _random.Chance(0.75),
        };
    }

    private void AddJunction(double s, double length)
    {
        Main.Junctions.Add(s);
        var both = _random.Chance(0.6);
        var first = _random.Chance(0.5) ? 1 : -1;
        var profile = DrawProfile(isMain: false) with { Setback = Main.Profile.Setback };
        var skew = _random.Range(-0.12, 0.12);
        foreach (var side in both ? (ReadOnlySpan<int>)[first, -first] : [first])
        {
            var p = Main.Curve.At(s);
            var heading = HeadingOf(p) + side * (Math.PI / 2) + skew;
            var bend = _random.Range(-0.004, 0.004);
            var curve = StreetCurve.FromCurvature((p.X, p.Z), heading, length, along => along < 30 ? 0 : bend);
            var road = new StreetRoad(curve, profile, _random.Below(1 << 20)) { IsSideRoad = true };
            road.Junctions.Add(0);
            Roads.Add(road);
        }
    }

    /// <summary>Along the main road, round the corner on a cubic, and away along the side road.</summary>
    private StreetCurve Turning(double s)
    {
        var side = Roads[1];
        var side0 = side.Curve.At(10);
        var main = Main.Curve.At(s);
        var right = side0.DirectionX * main.DirectionZ - side0.DirectionZ * main.DirectionX > 0;
        var (before, after) = right
            ? (side.Profile.HalfWidth + 3.5, Main.Profile.HalfWidth + 3.5)
            : (side.Profile.HalfWidth + 1.0, Main.Profile.HalfWidth + 1.0);
        var exit = side.Profile.LaneCentre(0);
        List<CurvePoint> points = [.. Main.Curve.Along(0, s - before, EgoOffset)];
        var (a, b) = (points[^1], side.Curve.At(after, exit));
        var reach = 0.55 * (before + after) * 0.5 + (right ? 0 : 1.5);
        for (var i = 1; i < 64; i++)
        {
            points.Add(Cubic(a, b, reach, i / 64.0));
        }
        points.AddRange(side.Curve.Along(after, side.Curve.Length, exit));
        return StreetCurve.Through(points);
    }

    private static CurvePoint Cubic(CurvePoint a, CurvePoint b, double reach, double t)
    {
        var (ax, az) = (a.X + a.DirectionX * reach, a.Z + a.DirectionZ * reach);
        var (bx, bz) = (b.X - b.DirectionX * reach, b.Z - b.DirectionZ * reach);
        var u = 1 - t;
        var (w0, w1, w2, w3) = (u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t);
        var (dx, dz) = (u * u * (ax - a.X) + 2 * u * t * (bx - ax) + t * t * (b.X - bx), u * u * (az - a.Z) + 2 * u * t * (bz - az) + t * t * (b.Z - bz));
        var norm = Math.Sqrt(dx * dx + dz * dz);
        return new CurvePoint(w0 * a.X + w1 * ax + w2 * bx + w3 * b.X, w0 * a.Z + w1 * az + w2 * bz + w3 * b.Z, dx / norm, dz / norm);
    }

    private static double HeadingOf(CurvePoint p) =>
        // The main road stays within 1.2 rad of north; this series for atan is exact enough there and the same everywhere.
        ArcTangent(p.DirectionX / (1 + p.DirectionZ)) * 2;

    private static double ArcTangent(double x)
    {
        // Halving the angle once more brings |x| below 0.4, where nine terms give 1e-9.
        var y = x / (1 + Math.Sqrt(1 + x * x));
        var q = y * y;
        var sum = 0.0;
        for (var k = 8; k >= 0; k--)
        {
            sum = sum * -q + 1.0 / (2 * k + 1);
        }
        return 2 * y * sum;
    }
}
