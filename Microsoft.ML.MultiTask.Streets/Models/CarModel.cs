using System.Numerics;

namespace Microsoft.ML.MultiTask.Streets.Models;

/// <summary>Builds a car: a body of rounded sections, a cabin of glass, and four wheels.</summary>
internal static class CarModel
{
    public static StreetMesh[] All { get; } = [.. CarShape.All.Select(Build)];

    private static StreetMesh Build(CarShape shape)
    {
        var mesh = new MeshBuilder();
        AddBody(mesh, shape);
        AddCabin(mesh, shape);
        foreach (var z in (ReadOnlySpan<float>)[-shape.AxleOffset, shape.AxleOffset])
        {
            foreach (var side in (ReadOnlySpan<float>)[-1f, 1f])
            {
                var outer = new Vector3(side * (shape.HalfWidth + 0.015f), shape.WheelRadius, z);
                mesh.Rod(StreetMaterial.Wheel, outer - new Vector3(side * 0.2f, 0f, 0f), outer, shape.WheelRadius, shape.WheelRadius,
                    sides: 12);
            }
        }
        return mesh.Build();
    }

    private static void AddBody(MeshBuilder mesh, CarShape shape)
    {
        var (end, belt, nose) = (shape.HalfLength, shape.Belt, shape.Nose);
        var boot = shape.Glass.RearLow < -0.4f * shape.Length ? belt : belt - 0.02f;
        Vector3[][] rings =
        [
            Ring(-end, 0.42f, boot - 0.22f, 0.86f * shape.HalfWidth),
            Ring(-end + 0.06f, 0.32f, boot - 0.08f, 0.93f * shape.HalfWidth),
            Ring(-end + 0.30f, 0.26f, boot, 0.985f * shape.HalfWidth),
            Ring(-shape.AxleOffset, 0.24f, belt, shape.HalfWidth),
            Ring(shape.Glass.FrontLow, 0.24f, belt, shape.HalfWidth),
            Ring(end - 0.55f, 0.24f, 0.4f * belt + 0.6f * nose + 0.06f, 0.985f * shape.HalfWidth),
            Ring(end - 0.12f, 0.26f, nose + 0.02f, 0.92f * shape.HalfWidth),
            Ring(end, 0.36f, nose - 0.14f, 0.80f * shape.HalfWidth),
        ];
        mesh.Loft(StreetMaterial.CarBody, rings);
    }

    private static Vector3[] Ring(float z, float bottom, float top, float halfWidth)
    {
        var height = top - bottom;
        (float X, float Y)[] half = [(0.88f, 0f), (0.99f, 0.22f), (1f, 0.62f), (0.95f, 0.9f), (0.86f, 1f)];
        return
        [
            .. half.Select(p => new Vector3(p.X * halfWidth, bottom + p.Y * height, z)),
            .. half.Reverse().Select(p => new Vector3(-p.X * halfWidth, bottom + p.Y * height, z)),
        ];
    }

    private static void AddCabin(MeshBuilder mesh, CarShape shape)
    {
        var (rearLow, rearHigh, frontHigh, frontLow) = shape.Glass;
        var (low, high) = (shape.Belt - 0.02f, shape.Roof);
        var (wide, narrow) = (0.90f * shape.HalfWidth, shape.RoofHalfWidth);
        Vector3 inside = new(0f, 0.5f * (low + high), 0.5f * (rearHigh + frontHigh));
        foreach (var side in (ReadOnlySpan<float>)[-1f, 1f])
        {
            mesh.Face(StreetMaterial.CarGlass, inside, new(side * wide, low, rearLow), new(side * wide, low, frontLow),
                new(side * narrow, high - 0.06f, frontHigh), new(side * narrow, high - 0.06f, rearHigh));
        }
        mesh.Face(StreetMaterial.CarGlass, inside, new(-wide, low, rearLow), new(wide, low, rearLow),
            new(narrow, high - 0.06f, rearHigh), new(-narrow, high - 0.06f, rearHigh));
        mesh.Face(StreetMaterial.CarGlass, inside, new(-wide, low, frontLow), new(wide, low, frontLow),
            new(narrow, high - 0.06f, frontHigh), new(-narrow, high - 0.06f, frontHigh));
        mesh.Loft(StreetMaterial.CarBody,
        [
            [
                new(narrow, high - 0.06f, rearHigh), new(-narrow, high - 0.06f, rearHigh),
                new(-0.85f * narrow, high - 0.01f, rearHigh + 0.15f), new(0.85f * narrow, high - 0.01f, rearHigh + 0.15f),
            ],
            [
                new(narrow, high - 0.06f, frontHigh), new(-narrow, high - 0.06f, frontHigh),
                new(-0.85f * narrow, high, frontHigh - 0.2f), new(0.85f * narrow, high, frontHigh - 0.2f),
            ],
        ]);
    }
}
