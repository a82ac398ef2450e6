namespace Microsoft.ML.MultiTask.Streets.World;

/// <summary>The cross-section of a road, symmetric about its centre line. Widths in metres.</summary>
internal sealed record RoadProfile
{
    public const float ParkingWidth = 2.2f;

    /// <summary>Driving lanes in each direction.</summary>
    public required int Lanes { get; init; }

    public required float LaneWidth { get; init; }

    /// <summary>Whether there is a lane of parked cars along each kerb.</summary>
    public required bool HasParking { get; init; }

    public required float PavementWidth { get; init; }

    /// <summary>From the pavement to the houses.</summary>
    public required float Setback { get; init; }

    public required bool HasDashedCentre { get; init; }

    public float DrivingHalfWidth => Lanes * LaneWidth;

    /// <summary>From the centre line to the kerb.</summary>
    public float HalfWidth => DrivingHalfWidth + (HasParking ? ParkingWidth : 0.4f);

    /// <summary>Offset of the middle of driving lane <paramref name="lane"/>, 0 being next to the centre line.</summary>
    public float LaneCentre(int lane) => (lane + 0.5f) * LaneWidth;

    public float ParkingCentre => DrivingHalfWidth + 0.5f * ParkingWidth + 0.05f;
}
