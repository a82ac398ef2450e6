namespace Microsoft.ML.MultiTask.Streets.World;

/// <summary>Where one side road, or two facing each other, leave the main road.</summary>
/// <param name="S">Distance along the main road, metres.</param>
/// <param name="Sides">The side roads, each with +1 to the right of the main road or -1 to its left.</param>
internal sealed record StreetJunction(double S, IReadOnlyList<(StreetRoad Road, int Side)> Sides);
