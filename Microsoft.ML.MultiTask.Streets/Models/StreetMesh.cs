using System.Numerics;

namespace Microsoft.ML.MultiTask.Streets.Models;

/// <summary>A rigid shape: flat convex faces and balls, in metres around a point on the ground; x right, y up, z forward.</summary>
internal sealed class StreetMesh(Vector3[] vertices, int[] corners, MeshFace[] faces, MeshBall[] balls)
{
    public Vector3[] Vertices { get; } = vertices;

    /// <summary>Vertex indices of all faces, face by face.</summary>
    public int[] Corners { get; } = corners;

    public MeshFace[] Faces { get; } = faces;

    public MeshBall[] Balls { get; } = balls;

    /// <summary>Radius of a bounding sphere around the origin.</summary>
    public float Radius { get; } = MathF.Sqrt(MathF.Max(
        vertices.Select(v => StreetMath.Dot(v, v)).DefaultIfEmpty(0f).Max(),
        balls.Select(b => { var r = MathF.Sqrt(StreetMath.Dot(b.Centre, b.Centre)) + b.Radius; return r * r; }).DefaultIfEmpty(0f).Max()));
}
