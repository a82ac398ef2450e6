using System.Numerics;

namespace Microsoft.ML.MultiTask;

/// <summary>Puts people on the pavements and on the crossings. As many stand as walk, in the same poses.</summary>
internal sealed class Crowd(StreetRandom random, RoadPlan plan, Crowding crowding, StreetsOptions options, int firstInstance)
{
    private static readonly Vector3[] s_clothes =
    [
        new(0.05f, 0.06f, 0.09f), new(0.12f, 0.12f, 0.13f), new(0.30f, 0.29f, 0.27f), new(0.55f, 0.53f, 0.49f), new(0.10f, 0.16f, 0.30f), new(0.35f, 0.06f, 0.06f),
        new(0.10f, 0.22f, 0.12f), new(0.45f, 0.34f, 0.10f), new(0.22f, 0.14f, 0.09f), new(0.40f, 0.16f, 0.22f), new(0.16f, 0.30f, 0.36f),
    ];

    private static readonly Vector3[] s_skins = [new(0.58f, 0.38f, 0.28f), new(0.48f, 0.29f, 0.20f), new(0.30f, 0.17f, 0.11f), new(0.14f, 0.08f, 0.055f)];

    private static readonly Vector3[] s_hair = [new(0.02f, 0.018f, 0.016f), new(0.07f, 0.04f, 0.025f), new(0.20f, 0.13f, 0.06f), new(0.30f, 0.29f, 0.28f)];

    private readonly double _seconds = options.FramesPerSequence / options.FramesPerSecond;

    public List<StreetObject> People { get; } = [];

    public void Fill(double travel)
    {
        foreach (var road in plan.Roads)
        {
            var from = road.IsSideRoad ? road.Profile.HalfWidth + 8 : plan.EgoStart - 10;
            var to = road.IsSideRoad ? 60 + (road == plan.Roads[1] && plan.TurnDistance is not null ? travel : 0) : plan.EgoStart + travel + 75;
            foreach (var side in (ReadOnlySpan<int>)[1, -1])
            {
                FillPavement(road, side, from, to);
            }
            foreach (var junction in road.Junctions)
            {
                FillCrossing(road, junction);
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
            Add(StreetCurve.Through([.. path]), random.Range(2.0, 5.0));
        }
    }

    private void FillCrossing(StreetRoad road, double junction)
    {
        for (var i = random.Below(5); i > 0; i--)
        {
            // People cross where the zebra is: just outside the other road's kerb.
            var other = plan.Roads.FirstOrDefault(r => r != road && r.IsSideRoad != road.IsSideRoad);
            var s = junction + (random.Chance(0.5) || road.IsSideRoad ? 1 : -1) * ((other?.Profile.HalfWidth ?? 5) + random.Range(2.0, 4.2));
            var reach = road.Profile.HalfWidth + 1.2;
            var (a, b) = (road.Curve.At(s, -reach), road.Curve.At(s, reach));
            var path = random.Chance(0.5) ? StreetCurve.Straight((a.X, a.Z), (b.X, b.Z)) : StreetCurve.Straight((b.X, b.Z), (a.X, a.Z));
            Add(path, random.Range(0.3, path.Length - 0.3));
        }
    }

    private void Add(StreetCurve path, double start)
    {
        var walks = random.Chance(0.55);
        var build = random.Below(3);
        var gait = random.Unit();
        var person = new StreetObject(new StreetLook
        {
            Seed = random.Below(1 << 20), Colour = random.Pick(s_clothes), Second = random.Pick(s_clothes), Third = random.Pick(s_hair), Skin = random.Pick(s_skins),
        })
        {
            Shape = distance => PedestrianModel.For(build, Phase(distance / PedestrianModel.StrideLength + gait)),
            Trajectory = new Trajectory(path, start, walks ? random.Range(0.9, 1.9) : 0),
            Wander = (0, random.Range(-0.15, 0.15)),
            Instance = (ushort)(firstInstance + People.Count),
            CastsContactShadow = true,
        };
        if (crowding.TryAdd(person.PlaceAt, 0.35, 0.35))
        {
            People.Add(person);
        }
    }

    private static int Phase(double cycles) => (int)((cycles - Math.Floor(cycles)) * PedestrianModel.Phases);
}
