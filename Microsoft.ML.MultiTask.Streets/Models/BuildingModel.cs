using System.Numerics;

namespace Microsoft.ML.MultiTask.Streets.Models;

/// <summary>Builds houses: walls, a flat roof with a ledge or a pitched one, and chimneys. The front looks along -x.</summary>
internal static class BuildingModel
{
    /// <summary>A building with its style's width along z and depth along x.</summary>
    public static StreetMesh Build(FacadeStyle style, float pitchHeight, StreetRandom random)
    {
        var mesh = new MeshBuilder();
        var (halfDepth, halfWidth, top) = (0.5f * style.Depth, 0.5f * style.Width, style.WallHeight);
        mesh.Box(StreetMaterial.Facade, Vector3.Zero, new(style.Depth, top, style.Width), top: StreetMaterial.Roof);
        if (pitchHeight > 0f)
        {
            AddPitch(mesh, halfDepth, halfWidth, top, pitchHeight);
        }
        else
        {
            mesh.Box(StreetMaterial.Roof, new(0f, top, 0f), new(style.Depth + 0.5f, 0.35f, style.Width + 0.1f));
        }
        for (var i = random.Below(3); i > 0; i--)
        {
            mesh.Box(StreetMaterial.Roof, new(random.Range(-0.2f, 0.2f) * style.Depth, top, random.Range(-0.4f, 0.4f) * style.Width),
                new(0.6f, pitchHeight + 1.1f, 0.9f));
        }
        return mesh.Build();
    }

    private static void AddPitch(MeshBuilder mesh, float halfDepth, float halfWidth, float top, float pitchHeight)
    {
        Vector3 inside = new(0f, top + 0.3f * pitchHeight, 0f);
        var ridge = top + pitchHeight;
        var eaves = 0.35f;
        var drop = eaves * pitchHeight / halfDepth;
        foreach (var end in (ReadOnlySpan<float>)[-1f, 1f])
        {
            mesh.Face(StreetMaterial.Facade, inside, new(-halfDepth, top, end * halfWidth), new(halfDepth, top, end * halfWidth),
                new(0f, ridge, end * halfWidth));
        }
        foreach (var side in (ReadOnlySpan<float>)[-1f, 1f])
        {
            var gutter = side * (halfDepth + eaves);
            var over = halfWidth + 0.2f;
            mesh.Face(StreetMaterial.Roof, inside, new(gutter, top - drop, -over), new(gutter, top - drop, over), new(0f, ridge, over),
                new(0f, ridge, -over));
            mesh.Face(StreetMaterial.SignBack, new(0f, ridge, 0f), new(gutter, top - drop, -over), new(gutter, top - drop, over),
                new(side * halfDepth, top - 0.02f, over), new(side * halfDepth, top - 0.02f, -over));
        }
    }
}
