namespace Microsoft.ML.MultiTask.Streets.World;

/// <summary>A road: its centre line, cross-section and junctions. Traffic keeps to the right.</summary>
internal sealed class StreetRoad(StreetCurve curve, RoadProfile profile, int style)
{
    public StreetCurve Curve { get; } = curve;

    public RoadProfile Profile { get; } = profile;

    /// <summary>Seeds the wear, patches and paving of this road.</summary>
    public int Style { get; } = style;

    /// <summary>Distances along the centre line of the junctions.</summary>
    public List<double> Junctions { get; } = [];

    /// <summary>Whether this is a side road, which starts at the centre line of the main road.</summary>
    public bool IsSideRoad { get; init; }

    /// <summary>Distance along the road of the junction nearest to <paramref name="s"/>; infinite without one.</summary>
    public float NearestJunction(float s)
    {
        var nearest = float.PositiveInfinity;
        foreach (var junction in Junctions)
        {
            if (MathF.Abs((float)junction - s) < MathF.Abs(nearest - s))
            {
                nearest = (float)junction;
            }
        }
        return nearest;
    }
}
