using System.Numerics;

namespace Microsoft.ML.MultiTask.Streets.Models;

/// <summary>Builds cyclists. Waiting ones have their feet on the pedals too, in any phase of the turn.</summary>
internal static class CyclistModel
{
    public const int Phases = 8;

    /// <summary>The distance in metres of one turn of the pedals.</summary>
    public const double TurnLength = 4.5;

    private const float WheelRadius = 0.34f;

    private static readonly StreetMesh[] s_all = [.. Enumerable.Range(0, Phases).Select(Build)];

    public static StreetMesh For(int phase) => s_all[phase];

    private static StreetMesh Build(int phase)
    {
        var mesh = new MeshBuilder();
        Vector3 saddle = new(0f, 0.95f, -0.22f), crank = new(0f, 0.30f, -0.02f), bar = new(0f, 1.02f, 0.42f);
        AddBicycle(mesh, saddle, crank, bar);
        Vector3 hip = saddle + new Vector3(0f, 0.08f, 0f), shoulder = new(0f, 1.48f, 0.08f);
        var (sin, cos) = StreetMath.SinCos(6.283185307 * phase / Phases);
        foreach (var side in (ReadOnlySpan<float>)[-1f, 1f])
        {
            var foot = crank + new Vector3(side * 0.11f, side * 0.17f * (float)sin, side * 0.17f * (float)cos);
            var knee = 0.5f * (hip + foot) + new Vector3(side * 0.03f, 0.08f, 0.26f);
            mesh.Rod(StreetMaterial.Trousers, hip + new Vector3(side * 0.08f, 0f, 0f), knee, 0.09f, 0.07f, sides: 5);
            mesh.Rod(StreetMaterial.Trousers, knee, foot, 0.065f, 0.05f, sides: 5);
            mesh.Box(StreetMaterial.Rubber, foot + new Vector3(0f, -0.05f, 0.05f), new(0.1f, 0.09f, 0.26f));
            Vector3 hand = bar + new Vector3(side * 0.26f, 0.03f, -0.02f), elbow = new(side * 0.27f, 1.17f, 0.20f);
            mesh.Rod(StreetMaterial.Jacket, shoulder + new Vector3(side * 0.19f, -0.03f, 0f), elbow, 0.06f, 0.05f, sides: 5);
            mesh.Rod(StreetMaterial.Jacket, elbow, hand, 0.05f, 0.04f, sides: 5);
        }
        mesh.Rod(StreetMaterial.Jacket, hip, shoulder, 0.15f, 0.19f);
        mesh.Rod(StreetMaterial.Skin, shoulder, shoulder + new Vector3(0f, 0.13f, 0.05f), 0.055f, 0.05f, sides: 5);
        mesh.Ball(shoulder + new Vector3(0f, 0.21f, 0.07f), 0.115f, StreetMaterial.Skin);
        mesh.Ball(shoulder + new Vector3(0f, 0.245f, 0.05f), 0.125f, StreetMaterial.Helmet);
        return mesh.Build();
    }

    private static void AddBicycle(MeshBuilder mesh, Vector3 saddle, Vector3 crank, Vector3 bar)
    {
        Vector3 rear = new(0f, WheelRadius, -0.52f), front = new(0f, WheelRadius, 0.55f), head = new(0f, 0.85f, 0.38f);
        AddWheel(mesh, rear);
        AddWheel(mesh, front);
        ReadOnlySpan<(Vector3, Vector3)> tubes =
            [(rear, crank), (rear, saddle), (crank, saddle), (crank, head), (saddle, head), (head, front), (head, bar)];
        foreach (var (from, to) in tubes)
        {
            mesh.Rod(StreetMaterial.Bicycle, from, to, 0.025f, 0.025f, sides: 4);
        }
        mesh.Rod(StreetMaterial.Bicycle, bar - new Vector3(0.28f, 0f, 0f), bar + new Vector3(0.28f, 0f, 0f), 0.022f, 0.022f, sides: 4);
        mesh.Box(StreetMaterial.Rubber, saddle - new Vector3(0f, 0.03f, 0f), new(0.14f, 0.06f, 0.26f));
    }

    private static void AddWheel(MeshBuilder mesh, Vector3 hub)
    {
        const int Sides = 12;
        for (var i = 0; i < Sides; i++)
        {
            mesh.Rod(StreetMaterial.Rubber, Rim(i), Rim(i + 1), 0.028f, 0.028f, sides: 4);
        }

        Vector3 Rim(int i)
        {
            var (sin, cos) = StreetMath.SinCos(6.283185307 * i / Sides);
            return hub + WheelRadius * new Vector3(0f, (float)sin, (float)cos);
        }
    }
}
