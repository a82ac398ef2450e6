using System.Numerics;
using Microsoft.ML.MultiTask.Streets.Rendering;

namespace Microsoft.ML.MultiTask.Streets.Models;

/// <summary>Builds trees and bushes: a trunk with branches under a crown of leafy balls.</summary>
internal static class TreeModel
{
    /// <summary>A broad-leaved street tree of a height in metres.</summary>
    public static StreetMesh Tree(StreetRandom random, float height)
    {
        var mesh = new MeshBuilder();
        var spread = 0.26f * height + 0.5f;
        var trunk = height * random.Range(0.28f, 0.36f);
        var lean = new Vector3(random.Range(-0.15f, 0.15f), 0f, random.Range(-0.15f, 0.15f));
        var fork = new Vector3(0f, trunk, 0f) + lean;
        var thick = 0.018f * height + 0.04f;
        mesh.Rod(StreetMaterial.Bark, Vector3.Zero, fork, thick, 0.75f * thick, sides: 7);
        var middle = 0.5f * (trunk + height);
        for (var i = 0; i < 4; i++)
        {
            var (sin, cos) = StreetMath.SinCos(1.5708 * i + random.Range(-0.5, 0.5));
            Vector3 tip = new((float)cos * 0.5f * spread, middle + random.Range(-0.1f, 0.2f) * height, (float)sin * 0.5f * spread);
            mesh.Rod(StreetMaterial.Bark, fork, tip + lean, 0.5f * thick, 0.2f * thick, sides: 5);
        }
        var balls = 15 + random.Below(6);
        for (var i = 0; i < balls; i++)
        {
            // Spread evenly over the height of the crown and by the golden angle around it; widest below the middle.
            var up = (i + 0.5f) / balls;
            var (sin, cos) = StreetMath.SinCos(2.39996 * i + random.Range(-0.5, 0.5));
            var bulge = MathF.Sqrt(MathF.Max(0f, 1f - (2f * up - 0.8f) * (2f * up - 0.8f) / 1.5f));
            var away = spread * 0.78f * bulge * MathF.Sqrt(random.Range(0.3f, 1f));
            var radius = spread * random.Range(0.26f, 0.42f) * (1f - 0.25f * up);
            var y = trunk + 0.02f * height + up * (height - trunk) - 0.3f * radius;
            Vector3 centre = new((float)cos * away, MathF.Max(y, trunk + 0.5f * radius), (float)sin * away);
            mesh.Ball(centre + lean, radius, StreetMaterial.Foliage);
        }
        return mesh.Build();
    }

    /// <summary>A low bush without a trunk.</summary>
    public static StreetMesh Bush(StreetRandom random, float height)
    {
        var mesh = new MeshBuilder();
        for (var i = 0; i < 3; i++)
        {
            Vector3 centre = new(random.Range(-0.6f, 0.6f), random.Range(0.3f, 0.55f), random.Range(-0.6f, 0.6f));
            mesh.Ball(centre * height, height * random.Range(0.45f, 0.6f), StreetMaterial.Foliage);
        }
        return mesh.Build();
    }
}
