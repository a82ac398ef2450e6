using System.Numerics;
using Microsoft.ML.MultiTask.Streets.Models;

namespace Microsoft.ML.MultiTask.Streets.World;

/// <summary>Places people on pavements and crossings, and cyclists at the kerb. As many stand as move, in the same poses.</summary>
internal sealed class Crowd(StreetRandom random, RoadPlan plan, Crowding crowding, StreetsOptions options, int firstInstance)
{
    private static readonly Vector3[] s_clothes =
    [
        new(0.05f, 0.06f, 0.09f), new(0.12f, 0.12f, 0.13f), new(0.30f, 0.29f, 0.27f), new(0.55f, 0.53f, 0.49f), new(0.10f, 0.16f, 0.30f),
        new(0.35f, 0.06f, 0.06f),
        new(0.10f, 0.22f, 0.12f), new(0.45f, 0.34f, 0.10f), new(0.22f, 0.14f, 0.09f), new(0.40f, 0.16f, 0.22f), new(0.16f, 0.30f, 0.36f),
    ];

    private static readonly Vector3[] s_skins =
        [new(0.58f, 0.38f, 0.28f), new(0.48f, 0.29f, 0.20f), new(0.30f, 0.17f, 0.11f), new(0.14f, 0.08f, 0.055f)];

    private static readonly Vector3[] s_hair =
        [new(0.02f, 0.018f, 0.016f), new(0.07f, 0.04f, 0.025f), new(0.20f, 0.13f, 0.06f), new(0.30f, 0.29f, 0.28f)];

    private readonly double _seconds = options.FramesPerSequence / options.FramesPerSecond;

    public List<StreetObject> People { get; } = [];

    public void Fill(double travel)
    {
        foreach (var road in plan.Roads)
        {
            var from = road.IsSideRoad ? road.Profile.HalfWidth + 8 : plan.EgoStart - 10;
            var to = road.IsSideRoad ? 60 + (plan.IsTurnedInto(road) ? travel : 0) : plan.EgoStart + travel + 75;
            foreach (var side in (ReadOnlySpan<int>)[1, -1])
            {
                FillPavement(road, side, from, to);
                if (road == plan.Main && !road.Profile.HasParking)
                {
                    FillKerb(road, side, from, to);
                }
            }
        }
        foreach (var junction in plan.Junctions)
        {
            var side = junction.Sides[0].Road;
            FillCrossing(plan.Main, junction.S, 1, side.Profile.HalfWidth);
            FillCrossing(plan.Main, junction.S, -1, side.Profile.HalfWidth);
            foreach (var (road, _) in junction.Sides)
            {
                FillCrossing(road, 0, 1, plan.Main.Profile.HalfWidth);
            }
        }
    }

    private void FillPavement(StreetRoad road, int side, double from, double to)
    {
        var spacing = random.Range(2.5, 12.0) / Math.Max(0.02, options.PedestrianDensity);
        for (var s = from; s < to; s += random.Range(0.2, 1.8) * spacing)
        {
            var offset = side * (road.Profile.HalfWidth + random.Range(1.1f, road.Profile.PavementWidth - 0.4f));
            var (start, end) = (Math.Max(0, s - 5), Math.Min(road.Curve.Length, s + 5 + 2 * _seconds));
            var path = random.Chance(0.5) ? road.Curve.Along(start, end, offset) : road.Curve.Along(end, start, offset);
            Add(StreetCurve.Through(path), random.Range(2.0, 5.0));
        }
    }

    /// <summary>
    /// People walk along one pavement, cross at the zebra just outside the other road's kerb, and leave along the opposite pavement.
    /// </summary>
    private void FillCrossing(StreetRoad road, double junction, int direction, double otherHalfWidth)
    {
        for (var i = random.Below(3); i > 0; i--)
        {
            var s = junction + direction * (otherHalfWidth + random.Range(2.3, 4.6));
            var away = s + direction * (3 + 2 * _seconds);
            var (kerb, pavement) = (road.Profile.HalfWidth, road.Profile.HalfWidth + 1.6);
            var side = random.Pick(1, -1);
            CurvePoint[] over = [.. Across(road.Curve.At(s, side * kerb), road.Curve.At(s, -side * kerb))];
            CurvePoint[] come = [.. road.Curve.Along(away, s + 1.5 * direction, side * pavement)];
            var leave = road.Curve.Along(s + 1.5 * direction, away, -side * pavement);
            var path = StreetCurve.Through(StreetCurve.Joined(StreetCurve.Joined(come, over), leave));
            var start = come.Length * StreetCurve.Step;
            Add(path, start + random.Range(0.3, 2 * kerb - 0.3));
        }
    }

    private static IEnumerable<CurvePoint> Across(CurvePoint a, CurvePoint b)
    {
        var line = StreetCurve.Straight((a.X, a.Z), (b.X, b.Z));
        return line.Along(0, line.Length, 0);
    }

    private void FillKerb(StreetRoad road, int side, double from, double to)
    {
        var spacing = random.Range(15.0, 60.0) / Math.Max(0.02, options.PedestrianDensity);
        var offset = side * (road.Profile.DrivingHalfWidth - 0.12f);
        for (var s = from - 10 + spacing * random.Unit(); s < to; s += random.Range(0.5, 1.5) * spacing)
        {
            var (start, end) = (Math.Max(0, s - 10), Math.Min(road.Curve.Length, s + 10 + 7 * _seconds));
            var path = side > 0
                ? road.Curve.Along(start, end, offset)
                : road.Curve.Along(Math.Min(road.Curve.Length, s + 10), Math.Max(0, s - 7 * _seconds), offset);
            AddCyclist(StreetCurve.Through(path), 9);
        }
    }

    private void Add(StreetCurve path, double start)
    {
        var walks = random.Chance(0.57);
        var build = random.Below(3);
        var gait = random.Unit();
        Place(new StreetObject(Dressed())
        {
            Shape = distance => PedestrianModel.For(build, Phase(distance / PedestrianModel.StrideLength + gait, PedestrianModel.Phases)),
            Trajectory = new Trajectory(path, start, walks ? random.Range(0.9, 1.9) : 0),
            Wander = (0, random.Range(-0.15, 0.15)),
            Instance = (ushort)(firstInstance + People.Count),
        }, halfLength: 0.35, radius: 0.35);
    }

    private void AddCyclist(StreetCurve path, double start)
    {
        var rides = random.Chance(0.5);
        var turn = random.Unit();
        Place(new StreetObject(Dressed() with { IsCyclist = true })
        {
            Shape = distance => CyclistModel.For(Phase(distance / CyclistModel.TurnLength + turn, CyclistModel.Phases)),
            Trajectory = new Trajectory(path, start, rides ? random.Range(3.0, 6.5) : 0),
            Wander = (random.Range(-0.08, 0.08), random.Range(-0.05, 0.05)),
            Instance = (ushort)(firstInstance + People.Count),
        }, halfLength: 0.95, radius: 0.38);
    }

    private StreetLook Dressed() => new()
    {
        Seed = random.Below(1 << 20), Colour = random.Pick(s_clothes), Second = random.Pick(s_clothes), Third = random.Pick(s_hair),
        Skin = random.Pick(s_skins),
    };

    private void Place(StreetObject person, double halfLength, double radius)
    {
        if (crowding.TryAdd(person.PlaceAt, halfLength, radius))
        {
            People.Add(person);
        }
    }

    private static int Phase(double cycles, int phases) => (int)((cycles - Math.Floor(cycles)) * phases);
}
