namespace Microsoft.ML.MultiTask.Streets.World;

/// <summary>The roads of a sequence and the route of the camera car: along a winding main road, or off it at a junction.</summary>
internal sealed class RoadPlan
{
    private const double Behind = 90;
    private const double Ahead = 260;
    private const double SideLength = 190;

    /// <summary>The approximate speed of a turning car, metres per second.</summary>
    private const double SlowSpeed = 5.5;

    private readonly StreetRandom _random;

    private RoadPlan(StreetRandom random, double travel, double seconds, bool turns)
    {
        _random = random;
        Main = new StreetRoad(DrawMain(Behind + travel + Ahead), DrawProfile(isMain: true), random.Below(1 << 20));
        Roads.Add(Main);
        var turnDistance = Behind + 9 + random.Range(0.1, 0.6) * Math.Min(SlowSpeed * seconds, 60);
        for (var s = turns ? turnDistance : Behind + random.Range(-60.0, 50.0); s < Main.Curve.Length - 20; s += random.Range(75.0, 130.0))
        {
            AddJunction(s, turns && s == turnDistance ? SideLength + travel : SideLength);
        }
        Turns = turns;
        EgoPath = turns ? Turning(Junctions[0]) : StreetCurve.Through(Main.Curve.Along(0, Main.Curve.Length, EgoOffset));
        EgoStart = Behind;
    }

    public List<StreetRoad> Roads { get; } = [];

    public StreetRoad Main { get; }

    /// <summary>The junctions, in order along the main road.</summary>
    public List<StreetJunction> Junctions { get; } = [];

    public StreetCurve EgoPath { get; }

    /// <summary>The position of the camera car on its path in frame 0.</summary>
    public double EgoStart { get; }

    /// <summary>Whether the camera car turns off at the first junction, into its first side road.</summary>
    public bool Turns { get; }

    private double EgoOffset => Main.Profile.LaneCentre(Main.Profile.Lanes - 1);

    /// <summary>Enough roads for a drive of the given length in metres and time in seconds.</summary>
    public static RoadPlan Draw(StreetRandom random, double travel, double seconds, bool turns) => new(random, travel, seconds, turns);

    public bool IsTurnedInto(StreetRoad road) => Turns && road == Junctions[0].Sides[0].Road;

    /// <summary>Alternating straights and bends that never head far from north, so the road does not cross itself.</summary>
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
        return StreetCurve.FromCurvature(new CurvePoint(0, 0, 0, 1), length, s =>
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
        List<(StreetRoad, int)> sides = [];
        foreach (var side in both ? (ReadOnlySpan<int>)[first, -first] : [first])
        {
            var bend = _random.Range(-0.004, 0.004);
            var start = Main.Curve.At(s).Turned(side * (Math.PI / 2) + skew);
            var curve = StreetCurve.FromCurvature(start, length, along => along < 30 ? 0 : bend);
            var road = new StreetRoad(curve, profile, _random.Below(1 << 20)) { IsSideRoad = true };
            road.Junctions.Add(0);
            Roads.Add(road);
            sides.Add((road, side));
        }
        Junctions.Add(new StreetJunction(s, sides));
    }

    /// <summary>Along the main road, round the corner, and away along the side road.</summary>
    private StreetCurve Turning(StreetJunction junction)
    {
        var (road, side) = junction.Sides[0];
        var corner = side > 0 ? 3.5 : 1.0;
        return StreetCurve.Through(StreetCurve.Joined(
            Main.Curve.Along(0, junction.S - road.Profile.HalfWidth - corner, EgoOffset),
            road.Curve.Along(Main.Profile.HalfWidth + corner, road.Curve.Length, road.Profile.LaneCentre(0))));
    }
}
