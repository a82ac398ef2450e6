namespace Microsoft.ML.MultiTask;

/// <summary>Draws the world of one sequence from the seed and the sequence's number.</summary>
internal static class StreetWorldBuilder
{
    /// <summary>The fastest the camera car drives, metres per second: how much road a sequence needs.</summary>
    private const double TopSpeed = 12;

    public static StreetWorld Build(StreetsOptions options, int sequence)
    {
        var random = StreetRandom.For(options.Seed, sequence);
        var seconds = options.FramesPerSequence / options.FramesPerSecond;
        var light = StreetLight.Draw(random);
        var plan = RoadPlan.Draw(random, TopSpeed * seconds, seconds);
        var map = new RoadMap(plan.Roads);
        var frontage = new Frontage(random, map);
        foreach (var road in plan.Roads)
        {
            frontage.Fill(road);
        }
        var crowding = new Crowding(seconds, 1 / options.FramesPerSecond);
        var traffic = new Traffic(random, plan, map, crowding, options);
        var camera = traffic.PlaceCamera();
        var travel = camera.DistanceAt(seconds) - plan.EgoStart;
        traffic.Fill(camera);
        var crowd = new Crowd(random, plan, crowding, options, traffic.Cars.Count + 1);
        crowd.Fill(travel);
        var centre = camera.At(0.5 * seconds);
        frontage.AddHills((float)centre.X, (float)centre.Z);
        return new StreetWorld
        {
            Map = map,
            Objects = [.. frontage.Things, .. traffic.Cars, .. crowd.People],
            Light = light,
            Camera = camera,
            FramesPerSecond = options.FramesPerSecond,
            Seed = random.Below(1 << 30),
        };
    }
}
