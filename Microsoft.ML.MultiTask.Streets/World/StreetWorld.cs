namespace Microsoft.ML.MultiTask.Streets.World;

/// <summary>One sequence's world: roads, things, light, and the car that carries the camera.</summary>
internal sealed class StreetWorld
{
    public required RoadMap Map { get; init; }

    public required IReadOnlyList<StreetObject> Objects { get; init; }

    public required StreetLight Light { get; init; }

    public required Trajectory Camera { get; init; }

    public required double FramesPerSecond { get; init; }

    /// <summary>Varies the camera's noise and the ground's texture.</summary>
    public required int Seed { get; init; }

    /// <summary>Brings everything that moves to where it is in a frame.</summary>
    public void MoveTo(int frame)
    {
        foreach (var thing in Objects)
        {
            thing.MoveTo(frame / FramesPerSecond, 1 / FramesPerSecond, Map);
        }
    }
}
