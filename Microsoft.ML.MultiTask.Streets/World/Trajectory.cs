namespace Microsoft.ML.MultiTask.Streets.World;

/// <summary>Distance along a path over time: a constant speed, then from a given moment a constant acceleration to another.</summary>
internal sealed record Trajectory(StreetCurve Path, double Start, double Speed)
{
    /// <summary>Seconds from frame 0 to the change of speed.</summary>
    public double ChangeTime { get; init; } = double.PositiveInfinity;

    /// <summary>Speed after the change, metres per second.</summary>
    public double FinalSpeed { get; init; }

    /// <summary>Size of the acceleration or braking between the speeds, metres per second squared.</summary>
    public double Acceleration { get; init; } = 1.5;

    /// <summary>Metres along the path at a time in seconds.</summary>
    public double DistanceAt(double time)
    {
        if (time <= ChangeTime)
        {
            return Start + Speed * time;
        }
        var ramp = Math.Abs(FinalSpeed - Speed) / Acceleration;
        var since = time - ChangeTime;
        var ramped = Math.Min(since, ramp);
        var slope = FinalSpeed < Speed ? -Acceleration : Acceleration;
        return Start + Speed * (ChangeTime + ramped) + 0.5 * slope * ramped * ramped + FinalSpeed * (since - ramped);
    }

    public CurvePoint At(double time) => Path.At(DistanceAt(time));
}
