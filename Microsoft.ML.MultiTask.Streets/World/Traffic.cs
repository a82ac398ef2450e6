using System.Numerics;
using Microsoft.ML.MultiTask.Streets.Models;

namespace Microsoft.ML.MultiTask.Streets.World;

/// <summary>
/// Places cars on the roads. In lanes as many stand as drive; shape, paint, lamps and spacing are independent of it.
/// </summary>
internal sealed class Traffic(StreetRandom random, RoadPlan plan, RoadMap map, Crowding crowding, StreetsOptions options)
{
    private const double CarRadius = 1.02;
    private const double Headway = 3.5;

    private static readonly Vector3[] s_paints =
    [
        new(0.75f, 0.75f, 0.74f), new(0.72f, 0.73f, 0.75f), new(0.38f, 0.39f, 0.41f), new(0.22f, 0.23f, 0.25f), new(0.06f, 0.065f, 0.07f),
        new(0.03f, 0.03f, 0.035f),
        new(0.06f, 0.12f, 0.32f), new(0.10f, 0.22f, 0.42f), new(0.42f, 0.045f, 0.04f), new(0.28f, 0.03f, 0.04f), new(0.09f, 0.17f, 0.11f),
        new(0.50f, 0.42f, 0.28f), new(0.55f, 0.38f, 0.05f),
    ];

    private readonly double _seconds = options.FramesPerSequence / options.FramesPerSecond;

    public List<StreetObject> Cars { get; } = [];

    /// <summary>Decides how the camera car drives, and places the car it follows.</summary>
    /// <param name="lead">Chooses the behaviour of that car, in [0, 1).</param>
    public Trajectory PlaceCamera(double lead)
    {
        var cruise = !plan.Turns ? random.Range(6.0, 12.0) : random.Range(4.5, 6.5);
        var gap = random.Range(6.8, 14.0);
        var ego = new Trajectory(plan.EgoPath, plan.EgoStart, cruise);
        StreetObject? leader = null;
        if (lead < 0.38 * options.TrafficDensity)
        {
            // Following a car that drives as fast or a little faster, or one that drives away from a standing camera.
            var waits = random.Chance(0.18);
            ego = waits ? ego with { Speed = 0 } : ego;
            var speed = waits ? random.Range(3.0, 7.0) : cruise * random.Range(0.98, 1.10);
            leader = Car(new Trajectory(plan.EgoPath, plan.EgoStart + gap, speed));
        }
        else if (lead < 0.85 * options.TrafficDensity)
        {
            // Waiting behind a standing car, or coming to a stop behind it.
            var waits = random.Chance(0.18);
            var stop = waits ? 0 : random.Range(14.0, Math.Max(15.0, 0.8 * cruise * _seconds));
            ego = waits ? ego with { Speed = 0 } : Stopping(ego, cruise, stop);
            leader = Car(new Trajectory(plan.EgoPath, plan.EgoStart + stop + random.Range(7.5, 15.0), 0));
        }
        crowding.TryAdd(time => ego.At(time), 2.3, CarRadius, Headway);
        if (leader is not null)
        {
            TryPlace(leader);
        }
        return ego;
    }

    /// <summary>Fills the lanes and the kerbsides.</summary>
    public void Fill(Trajectory ego)
    {
        var travel = ego.DistanceAt(_seconds) - plan.EgoStart;
        var farMoves = random.Chance(0.5);
        foreach (var lane in new LanePlan(plan, travel).Lanes())
        {
            FillLane(lane, farMoves);
            farMoves = !farMoves;
        }
        foreach (var road in plan.Roads)
        {
            if (road.Profile.HasParking)
            {
                Park(road, travel);
            }
        }
    }

    private static Trajectory Stopping(Trajectory ego, double cruise, double stop)
    {
        var braking = Math.Max(1.2, cruise * cruise / (2 * stop));
        var brakeDistance = cruise * cruise / (2 * braking);
        return ego with { ChangeTime = (stop - brakeDistance) / cruise, FinalSpeed = 0, Acceleration = braking };
    }

    /// <summary>Usually one end of the stretch drives and the other stands, so that queues form and dissolve as a whole.</summary>
    private void FillLane(Lane lane, bool farMoves)
    {
        var split = lane.From + (lane.To - lane.From) * random.Range(0.25, 0.75);
        var speed = random.Range(5.0, 12.0);
        var spacing = random.Range(11.0, 26.0) / Math.Max(0.05, options.TrafficDensity);
        for (var s = lane.From - speed * _seconds; s < lane.To; s += random.Range(0.7, 1.3) * spacing)
        {
            var moves = s > split == farMoves;
            moves = random.Chance(moves ? 0.25 : 0.08) ? !moves : moves;
            if (!moves && s < lane.From)
            {
                continue;
            }
            TryPlace(Car(new Trajectory(lane.Path, s, moves ? speed * random.Range(0.97, 1.03) : 0)));
        }
    }

    private void Park(StreetRoad road, double travel)
    {
        var to = road.IsSideRoad ? Math.Min(road.Curve.Length, 120 + travel) : road.Curve.Length - 40;
        foreach (var side in (ReadOnlySpan<int>)[1, -1])
        {
            var occupancy = random.Range(0.15, 0.7) * Math.Min(1, options.TrafficDensity);
            for (var s = road.IsSideRoad ? 12.0 : 30.0; s < to; s += random.Range(5.7, 7.0))
            {
                var p = road.Curve.At(s, side * road.Profile.ParkingCentre);
                var forward = side > 0 || random.Chance(0.12);
                var ground = map.At((float)p.X, (float)p.Z);
                if (!random.Chance(occupancy) || ground.Other < 7f || ground.Road != road)
                {
                    continue;
                }
                var facing = forward ? p : p.Reversed;
                var spot = StreetCurve.Straight((p.X, p.Z), (p.X + facing.DirectionX, p.Z + facing.DirectionZ));
                TryPlace(Car(new Trajectory(spot, 0, 0)), headway: 0);
            }
        }
    }

    private StreetObject Car(Trajectory trajectory)
    {
        var kind = random.Below(CarModel.All.Length);
        var look = new StreetLook
        {
            Seed = random.Below(1 << 20), Colour = random.Pick(s_paints), Lamps = random.Below(2), Car = CarShape.All[kind],
        };
        return new StreetObject(look)
        {
            Shape = _ => CarModel.All[kind],
            Trajectory = trajectory,
            Wander = (random.Range(-0.15, 0.15), random.Range(-0.025, 0.025)),
            Instance = (ushort)(Cars.Count + 1),
        };
    }

    private void TryPlace(StreetObject car, double headway = Headway)
    {
        if (crowding.TryAdd(car.PlaceAt, car.Look.Car!.HalfLength, CarRadius, headway))
        {
            Cars.Add(car);
        }
    }
}
