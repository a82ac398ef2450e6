namespace Microsoft.ML.MultiTask.Streets.World;

/// <summary>Generates the world of a sequence from the seed and the sequence number.</summary>
internal static class StreetWorldBuilder
{
    /// <summary>The maximum speed of the camera car, metres per second, which decides how much road a sequence needs.</summary>
    private const double TopSpeed = 12;

    /// <summary>The share of sequences in which the camera car turns off.</summary>
    private const double TurningShare = 0.35;

    public static StreetWorld Build(StreetsOptions options, int sequence)
    {
        var random = StreetRandom.For(options.Seed, sequence);
        var seconds = options.FramesPerSequence / options.FramesPerSecond;
        var mix = SequenceMix.Of(options.Seed, sequence);
        var light = StreetLight.Draw(random, mix.Light);
        var plan = RoadPlan.Draw(random, TopSpeed * seconds, seconds, turns: mix.Turn < TurningShare);
        var map = new RoadMap(plan.Roads);
        var frontage = new Frontage(random, map);
        foreach (var road in plan.Roads)
        {
            frontage.Fill(road);
        }
        var crowding = new Crowding(seconds, 1 / options.FramesPerSecond);
        var traffic = new Traffic(random, plan, map, crowding, options);
        var camera = traffic.PlaceCamera(mix.Lead);
        var travel = camera.DistanceAt(seconds) - plan.EgoStart;
        traffic.Fill(camera);
        var crowd = new Crowd(random, plan, crowding, options, traffic.Cars.Count + 1);
        crowd.Fill(travel);
        frontage.AddHills(camera.Path.At(plan.EgoStart + 0.5 * travel), travel);
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
