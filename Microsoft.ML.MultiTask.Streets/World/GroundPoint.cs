namespace Microsoft.ML.MultiTask.Streets.World;

/// <summary>Where a point of the ground lies in the roads' own coordinates. Metres.</summary>
/// <param name="Edge">Signed distance to the kerb: negative on the carriageway. Large far from every road.</param>
/// <param name="Road">The nearest road; null far from every road.</param>
/// <param name="S">Distance along that road.</param>
/// <param name="D">Offset to the right of its centre line.</param>
/// <param name="Other">Signed distance to the carriageway of the second nearest road; large without one.</param>
internal readonly record struct GroundPoint(float Edge, StreetRoad? Road, float S, float D, float Other)
{
    public const float Far = 1000f;
}
