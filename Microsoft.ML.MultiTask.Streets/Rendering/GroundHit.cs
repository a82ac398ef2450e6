using Microsoft.ML.MultiTask.Streets.World;

namespace Microsoft.ML.MultiTask.Streets.Rendering;

/// <summary>Where a ray meets the ground.</summary>
/// <param name="Distance">Metres along the camera's axis; infinite where the ray misses the ground.</param>
/// <param name="Point">The place in the roads' coordinates.</param>
/// <param name="IsKerb">The upright face of the kerb.</param>
internal readonly record struct GroundHit(float Distance, GroundPoint Point, bool IsKerb);
