namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class StreetWorldBuilderTests
{
    private const int Worlds = 24;

    private static readonly Lazy<Seen[]> s_traffic = new(() => [.. Enumerable.Range(0, Worlds).SelectMany(Traffic)]);

    [TestMethod]
    public void Build_CarsInLanes_StandAboutAsOftenAsTheyDrive()
    {
        var cars = s_traffic.Value.Where(t => t.Thing.Look.Car is not null && !IsParked(t.Thing)).ToArray();

        Assert.IsGreaterThan(150, cars.Length);
        Assert.IsInRange(0.4, 0.6, cars.Average(t => t.Moves ? 1.0 : 0.0));
    }

    [TestMethod]
    public void Build_People_StandAboutAsOftenAsTheyWalk()
    {
        var people = s_traffic.Value.Where(t => t.Thing.Look.Car is null).ToArray();

        Assert.IsGreaterThan(150, people.Length);
        Assert.IsInRange(0.4, 0.6, people.Average(t => t.Moves ? 1.0 : 0.0));
    }

    [TestMethod]
    public void Build_CarsInLanes_LookTheSameDrivingAndStanding()
    {
        var cars = s_traffic.Value.Where(t => t.Thing.Look.Car is not null && !IsParked(t.Thing)).ToArray();

        AssertAlike(cars, car => car.Thing.Look.Lamps, 0.2, "lit lamps");
        AssertAlike(cars, car => car.Thing.Look.Car!.Length, 0.2, "length");
        AssertAlike(cars, car => car.Thing.Look.Colour.X, 0.1, "paint");
        AssertAlike(cars, car => Math.Abs(car.Thing.Wander.Turn), 0.006, "turn off the lane");
        AssertAlike(cars, car => car.Ahead, 20, "distance ahead");
    }

    [TestMethod]
    public void Build_MovingThings_NeverMeet()
    {
        var options = new StreetsOptions();
        var world = StreetWorldBuilder.Build(options, 3);
        for (var frame = 0; frame < options.FramesPerSequence; frame += 4)
        {
            world.MoveTo(frame);
            var cars = world.Objects.Where(o => o.Look.Car is not null).ToArray();
            var near = from a in cars
                       from b in cars
                       where a.Instance < b.Instance && (a.Position - b.Position).Length() < 2f
                       select (a.Instance, b.Instance);
            Assert.IsEmpty(near);
        }
    }

    [TestMethod]
    public void MoveTo_ThingsInView_NeitherAppearNorVanish()
    {
        var options = new StreetsOptions { Seed = 4 };
        for (var sequence = 0; sequence < 6; sequence++)
        {
            var world = StreetWorldBuilder.Build(options, sequence);
            world.MoveTo(0);
            var before = world.Objects.Select(o => o.IsPresent).ToArray();
            for (var frame = 1; frame < options.FramesPerSequence; frame++)
            {
                world.MoveTo(frame);
                var camera = StreetCamera.At(world, frame, options);
                for (var i = 0; i < before.Length; i++)
                {
                    var p = camera.ToCamera(world.Objects[i].Position);
                    var isInView = p.Z is > 0f and < 100f && MathF.Abs(p.X) < p.Z;
                    Assert.IsTrue(!isInView || world.Objects[i].IsPresent == before[i], $"sequence {sequence}, frame {frame}, thing {i}");
                    before[i] = world.Objects[i].IsPresent;
                }
            }
        }
    }

    [TestMethod]
    public void MoveTo_StandingThings_StayExactlyInPlace()
    {
        var world = StreetWorldBuilder.Build(StreetScenes.Small, 0);
        world.MoveTo(3);
        var before = world.Objects.Select(o => (o.Position, o.IsMoving)).ToArray();
        world.MoveTo(4);

        for (var i = 0; i < before.Length; i++)
        {
            var moved = (world.Objects[i].Position - before[i].Position).Length();
            if (world.Objects[i].IsMoving)
            {
                Assert.IsGreaterThan(0.015f, moved);
            }
            else if (!before[i].IsMoving)
            {
                Assert.AreEqual(0f, moved);
            }
        }
    }

    private static void AssertAlike(Seen[] cars, Func<Seen, double> trait, double tolerance, string name) =>
        Assert.AreEqual(cars.Where(c => !c.Moves).Average(trait), cars.Where(c => c.Moves).Average(trait), tolerance, name);

    private static IEnumerable<Seen> Traffic(int sequence)
    {
        var options = new StreetsOptions { Seed = 11 };
        var world = StreetWorldBuilder.Build(options, sequence);
        world.MoveTo(20);
        var camera = StreetCamera.At(world, 20, options);
        return [.. from thing in world.Objects
                   where thing.Trajectory is not null && thing.IsPresent
                   let p = camera.ToCamera(thing.Position)
                   where p.Z is > 2f and < 70f && MathF.Abs(p.X) < p.Z
                   select new Seen(thing, thing.IsMoving, p.Z)];
    }

    private sealed record Seen(StreetObject Thing, bool Moves, double Ahead);

    private static bool IsParked(StreetObject car) => car.Trajectory!.Path.Length < 3;
}
