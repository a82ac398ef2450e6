namespace Microsoft.ML.MultiTask.Streets.World;

/// <summary>The world of a sequence: roads, objects, light and the camera car.</summary>
internal sealed class StreetWorld
{
    public required RoadMap Map { get; init; }

    public required IReadOnlyList<StreetObject> Objects { get; init; }

    public required StreetLight Light { get; init; }

    public required Trajectory Camera { get; init; }

    public required double FramesPerSecond { get; init; }

    /// <summary>Seeds the camera noise and the ground texture.</summary>
    public required int Seed { get; init; }

    /// <summary>Moves all objects to their positions in a frame.</summary>
    public void MoveTo(int frame)
    {
        foreach (var thing in Objects)
        {
            thing.MoveTo(frame / FramesPerSecond, 1 / FramesPerSecond, Map);
        }
    }
}
