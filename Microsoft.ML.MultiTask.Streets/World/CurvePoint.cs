namespace Microsoft.ML.MultiTask.Streets.World;

/// <summary>A place on the ground, in metres, and the unit direction of travel there.</summary>
internal readonly record struct CurvePoint(double X, double Z, double DirectionX, double DirectionZ)
{
    /// <summary>The same place with the opposite direction.</summary>
    public CurvePoint Reversed => this with { DirectionX = -DirectionX, DirectionZ = -DirectionZ };

    /// <summary>The same place, turned clockwise by an angle in radians.</summary>
    public CurvePoint Turned(double angle)
    {
        var (sin, cos) = StreetMath.SinCos(angle);
        return this with { DirectionX = DirectionX * cos + DirectionZ * sin, DirectionZ = DirectionZ * cos - DirectionX * sin };
    }
}
