using System.Numerics;

namespace Microsoft.ML.MultiTask.Streets.Models;

/// <summary>A flat convex face, seen from the side its normal points to.</summary>
internal readonly record struct MeshFace(int FirstCorner, int CornerCount, Vector3 Normal, StreetMaterial Material);
