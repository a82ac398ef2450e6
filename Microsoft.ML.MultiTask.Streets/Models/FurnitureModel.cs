using System.Numerics;

namespace Microsoft.ML.MultiTask.Streets.Models;

/// <summary>
/// Builds street furniture: lamps, signs, traffic lights, fences and hedges. It faces traffic that drives along +z.
/// </summary>
internal static class FurnitureModel
{
    /// <summary>A lamp whose arm reaches along -x.</summary>
    public static StreetMesh Lamp { get; } = BuildLamp();

    public static StreetMesh TrafficLight { get; } = BuildTrafficLight();

    /// <summary>Round, triangular and square signs on a post.</summary>
    public static StreetMesh[] Signs { get; } = [BuildSign(12, 0.33f, 0f), BuildSign(3, 0.45f, 0.5236), BuildSign(4, 0.42f, 0.7854)];

    public static StreetMesh Fence(float length, float height) => Slab(StreetMaterial.Fence, length, height, 0.08f);

    public static StreetMesh Hedge(float length, float height) => Slab(StreetMaterial.Hedge, length, height, 0.8f);

    private static StreetMesh Slab(StreetMaterial material, float length, float height, float thickness)
    {
        var mesh = new MeshBuilder();
        mesh.Box(material, Vector3.Zero, new(thickness, height, length));
        return mesh.Build();
    }

    private static StreetMesh BuildLamp()
    {
        var mesh = new MeshBuilder();
        mesh.Rod(StreetMaterial.Metal, Vector3.Zero, new(0f, 1.2f, 0f), 0.11f, 0.10f);
        mesh.Rod(StreetMaterial.Metal, new(0f, 1.2f, 0f), new(0f, 6.8f, 0f), 0.075f, 0.055f);
        mesh.Rod(StreetMaterial.Metal, new(0f, 6.8f, 0f), new(-0.5f, 7.3f, 0f), 0.05f, 0.045f, sides: 5);
        mesh.Rod(StreetMaterial.Metal, new(-0.5f, 7.3f, 0f), new(-1.7f, 7.45f, 0f), 0.045f, 0.04f, sides: 5);
        mesh.Box(StreetMaterial.Metal, new(-2.0f, 7.38f, 0f), new(0.75f, 0.14f, 0.26f));
        return mesh.Build();
    }

    private static StreetMesh BuildTrafficLight()
    {
        var mesh = new MeshBuilder();
        mesh.Rod(StreetMaterial.Metal, Vector3.Zero, new(0f, 3.4f, 0f), 0.07f, 0.06f);
        mesh.Box(StreetMaterial.TrafficLightBox, new(0f, 2.5f, -0.16f), new(0.34f, 0.95f, 0.22f));
        return mesh.Build();
    }

    private static StreetMesh BuildSign(int corners, float radius, double turn)
    {
        var mesh = new MeshBuilder();
        mesh.Rod(StreetMaterial.Metal, Vector3.Zero, new(0f, 2.75f, 0f), 0.04f, 0.04f, sides: 5);
        Vector3 centre = new(0f, 2.4f, -0.06f);
        var plate = new Vector3[corners];
        for (var i = 0; i < corners; i++)
        {
            var (sin, cos) = StreetMath.SinCos(6.283185307 * i / corners + turn);
            plate[i] = centre + new Vector3((float)cos * radius, (float)sin * radius, 0f);
        }
        mesh.Face(StreetMaterial.SignPlate, centre + Vector3.UnitZ, plate);
        mesh.Face(StreetMaterial.SignBack, centre - Vector3.UnitZ, plate);
        return mesh.Build();
    }
}
