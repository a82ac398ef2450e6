using System.Numerics;

namespace Microsoft.ML.MultiTask.Streets.Models;

/// <summary>A rigid shape: flat convex faces and balls, in metres about a point of the ground; x right, y up, z ahead.</summary>
internal sealed class StreetMesh(Vector3[] vertices, int[] corners, MeshFace[] faces, MeshBall[] balls)
{
    public Vector3[] Vertices { get; } = vertices;

    /// <summary>Vertex numbers of all faces, one face after the other.</summary>
    public int[] Corners { get; } = corners;

    public MeshFace[] Faces { get; } = faces;

    public MeshBall[] Balls { get; } = balls;

    /// <summary>Radius about the origin of a sphere that holds the mesh.</summary>
    public float Radius { get; } = MathF.Sqrt(MathF.Max(
        vertices.Select(v => StreetMath.Dot(v, v)).DefaultIfEmpty(0f).Max(),
        balls.Select(b => { var r = MathF.Sqrt(StreetMath.Dot(b.Centre, b.Centre)) + b.Radius; return r * r; }).DefaultIfEmpty(0f).Max()));
}
