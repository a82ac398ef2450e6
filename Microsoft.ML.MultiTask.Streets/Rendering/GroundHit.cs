using Microsoft.ML.MultiTask.Streets.World;

namespace Microsoft.ML.MultiTask.Streets.Rendering;

/// <summary>The intersection of a ray with the ground.</summary>
/// <param name="Distance">Metres along the camera's axis; infinite where the ray misses the ground.</param>
/// <param name="Point">The place in the roads' coordinates.</param>
/// <param name="IsKerb">Whether it is the vertical face of the kerb.</param>
internal readonly record struct GroundHit(float Distance, GroundPoint Point, bool IsKerb);
