using System.Numerics;

namespace Microsoft.ML.MultiTask.Streets.Models;

/// <summary>A ball; one of foliage has holes between its leaves.</summary>
internal readonly record struct MeshBall(Vector3 Centre, float Radius, StreetMaterial Material);
