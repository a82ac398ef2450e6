using System.Numerics;

namespace Microsoft.ML.MultiTask.Streets.Models;

/// <summary>
/// Builds people in mid-step. Standing people are frozen in some phase of the same gait, so a single picture does not reveal who walks.
/// </summary>
internal static class PedestrianModel
{
    public const int Phases = 16;
    private const int Builds = 3;

    private static readonly StreetMesh[] s_all =
        [.. Enumerable.Range(0, Builds * Phases).Select(i => Build(0.90f + 0.08f * (i / Phases), i % Phases))];

    /// <summary>The distance in metres of a cycle of two steps.</summary>
    public const double StrideLength = 1.45;

    public static StreetMesh For(int build, int phase) => s_all[build % Builds * Phases + phase];

    private static StreetMesh Build(float scale, int phase)
    {
        var mesh = new MeshBuilder();
        var swing = (float)StreetMath.SinCos(6.283185307 * phase / Phases).Sin;
        var hip = 0.92f * scale;
        var shoulder = 1.45f * scale;
        foreach (var side in (ReadOnlySpan<float>)[-1f, 1f])
        {
            var forward = side * swing;
            var knee = new Vector3(side * 0.10f, 0.48f * scale + 0.03f * MathF.Max(0f, forward), 0.20f * forward * scale + 0.04f);
            var foot = new Vector3(side * 0.10f, 0.06f, (0.36f * forward - (forward < 0f ? 0.06f : 0f)) * scale);
            mesh.Rod(StreetMaterial.Trousers, new(side * 0.09f, hip, 0f), knee, 0.095f, 0.075f, sides: 5);
            mesh.Rod(StreetMaterial.Trousers, knee, foot, 0.07f, 0.05f, sides: 5);
            mesh.Box(StreetMaterial.Rubber, foot + new Vector3(0f, -0.06f, 0.06f), new(0.1f, 0.09f, 0.26f));
            var elbow = new Vector3(side * 0.25f, shoulder - 0.29f * scale, -0.14f * forward);
            var hand = new Vector3(side * 0.24f, shoulder - 0.52f * scale, -0.30f * forward + 0.08f);
            mesh.Rod(StreetMaterial.Jacket, new(side * 0.20f, shoulder - 0.04f, 0f), elbow, 0.06f, 0.05f, sides: 5);
            mesh.Rod(StreetMaterial.Jacket, elbow, hand, 0.05f, 0.04f, sides: 5);
            mesh.Ball(hand, 0.05f, StreetMaterial.Skin);
        }
        mesh.Loft(StreetMaterial.Jacket,
        [
            Oval(hip - 0.08f, 0.17f, 0.12f), Oval(hip + 0.22f * scale, 0.16f, 0.11f), Oval(shoulder - 0.08f, 0.22f, 0.13f),
            Oval(shoulder + 0.04f, 0.10f, 0.08f),
        ]);
        mesh.Rod(StreetMaterial.Skin, new(0f, shoulder, 0f), new(0f, shoulder + 0.12f * scale, 0.01f), 0.055f, 0.05f);
        mesh.Ball(new(0f, shoulder + 0.20f * scale, 0.02f), 0.115f, StreetMaterial.Skin);
        mesh.Ball(new(0f, shoulder + 0.225f * scale, -0.005f), 0.118f, StreetMaterial.Hair);
        return mesh.Build();
    }

    private static Vector3[] Oval(float y, float halfWidth, float halfDepth) =>
    [
        .. Enumerable.Range(0, 8).Select(i =>
        {
            var (sin, cos) = StreetMath.SinCos(6.283185307 * (i + 0.5) / 8);
            return new Vector3((float)cos * halfWidth, y, (float)sin * halfDepth);
        }),
    ];
}
