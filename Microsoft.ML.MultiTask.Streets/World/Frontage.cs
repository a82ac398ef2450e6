using System.Numerics;
using Microsoft.ML.MultiTask.Streets.Models;
using Microsoft.ML.MultiTask.Streets.Rendering;

namespace Microsoft.ML.MultiTask.Streets.World;

/// <summary>Lines the roads with houses, trees, lamps, signs, fences and hedges.</summary>
internal sealed class Frontage(StreetRandom random, RoadMap map)
{
    private static readonly Vector3[] s_walls =
    [
        new(0.62f, 0.56f, 0.46f), new(0.55f, 0.42f, 0.30f), new(0.68f, 0.66f, 0.61f), new(0.34f, 0.16f, 0.11f), new(0.40f, 0.22f, 0.15f),
        new(0.45f, 0.43f, 0.40f),
        new(0.60f, 0.50f, 0.33f), new(0.52f, 0.36f, 0.30f), new(0.42f, 0.47f, 0.48f), new(0.30f, 0.28f, 0.26f), new(0.70f, 0.62f, 0.50f),
        new(0.25f, 0.12f, 0.09f),
    ];

    private static readonly Vector3[] s_roofs =
        [new(0.30f, 0.11f, 0.07f), new(0.14f, 0.13f, 0.13f), new(0.20f, 0.15f, 0.12f), new(0.24f, 0.24f, 0.25f)];

    private static readonly Vector3[] s_leaves =
    [
        new(0.075f, 0.135f, 0.035f), new(0.055f, 0.11f, 0.03f), new(0.10f, 0.15f, 0.04f), new(0.05f, 0.09f, 0.035f),
            new(0.13f, 0.14f, 0.035f),
    ];

    private static readonly Vector3[] s_signs = [new(0.55f, 0.03f, 0.03f), new(0.03f, 0.11f, 0.45f), new(0.60f, 0.42f, 0.02f)];

    private readonly List<(CurvePoint Centre, float HalfWidth, float HalfDepth)> _plots = [];
    private readonly int _storeys = random.Pick(2, 3, 4, 5);
    private readonly StreetMesh[] _trees = [.. Enumerable.Range(0, 6).Select(_ => TreeModel.Tree(random, random.Range(5f, 11f)))];
    private readonly StreetMesh[] _bushes = [.. Enumerable.Range(0, 4).Select(_ => TreeModel.Bush(random, random.Range(0.8f, 1.8f)))];

    public List<StreetObject> Things { get; } = [];

    public void Fill(StreetRoad road)
    {
        var suburb = road.Profile.Setback > 1f;
        foreach (var side in (ReadOnlySpan<int>)[1, -1])
        {
            FillPlots(road, side, suburb);
            FillKerb(road, side);
        }
        foreach (var junction in road.Junctions)
        {
            FillCorner(road, junction);
        }
    }

    /// <summary>
    /// The distant landscape: two rings of wooded hills around the middle of a drive of the given length in metres.
    /// </summary>
    public void AddHills(CurvePoint middle, double travel)
    {
        const int Pieces = 48;
        foreach (var (radius, height) in (ReadOnlySpan<(float, float)>)[(400f, 26f), (540f, 55f)])
        {
            var away = radius + 0.5f * (float)travel;
            var mesh = new MeshBuilder();
            var tops = Enumerable.Range(0, Pieces).Select(_ => height * random.Range(0.35f, 1f)).ToArray();
            for (var i = 0; i < Pieces; i++)
            {
                var ((s0, c0), (s1, c1)) = (StreetMath.SinCos(6.283185307 * i / Pieces), StreetMath.SinCos(6.283185307 * (i + 1) / Pieces));
                Vector3 a = new((float)c0 * away, 0f, (float)s0 * away), b = new((float)c1 * away, 0f, (float)s1 * away);
                mesh.Face(StreetMaterial.Hill, 2f * a, a, b, b + new Vector3(0f, tops[(i + 1) % Pieces], 0f),
                    a + new Vector3(0f, tops[i], 0f));
            }
            var look = new StreetLook { Seed = random.Below(1 << 20), Colour = s_leaves[1] };
            Things.Add(StreetObject.Fixed(mesh.Build(), look, middle));
        }
    }

    private void FillPlots(StreetRoad road, int side, bool suburb)
    {
        var profile = road.Profile;
        var front = profile.HalfWidth + profile.PavementWidth + profile.Setback;
        for (var s = 0.0; s < road.Curve.Length;)
        {
            var width = suburb ? random.Range(8f, 13f) : random.Range(9f, 20f);
            var depth = random.Range(9f, 13f);
            var centre = road.Curve.At(s + 0.5 * width, side * (front + 0.5f * depth + random.Range(0f, suburb ? 1.5f : 0f)));
            if (Fits(centre, 0.5f * width, 0.5f * depth, profile.PavementWidth) && !random.Chance(suburb ? 0.06 : 0.04))
            {
                AddBuilding(centre, side, width, depth, suburb);
                AddGarden(road, side, s, width, suburb);
                s += width + (suburb ? random.Range(2.5f, 6f) : 0.02f);
            }
            else
            {
                AddGreen(road, side, s, front);
                s += 4;
            }
        }
    }

    private bool Fits(CurvePoint centre, float halfWidth, float halfDepth, float pavement)
    {
        foreach (var u in (ReadOnlySpan<float>)[-1f, 0f, 1f])
        {
            foreach (var v in (ReadOnlySpan<float>)[-1f, 0f, 1f])
            {
                var x = centre.X + u * halfWidth * centre.DirectionX + v * halfDepth * centre.DirectionZ;
                var z = centre.Z + u * halfWidth * centre.DirectionZ - v * halfDepth * centre.DirectionX;
                if (map.At((float)x, (float)z).Edge < pavement - 0.05f)
                {
                    return false;
                }
            }
        }
        foreach (var (other, w, d) in _plots)
        {
            var (dx, dz) = (other.X - centre.X, other.Z - centre.Z);
            var near = Math.Max(w, d) + Math.Max(halfWidth, halfDepth);
            if (dx * dx + dz * dz < near * near
                && Overlap(centre, halfWidth, halfDepth, other, w, d) && Overlap(other, w, d, centre, halfWidth, halfDepth))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Half of the separating-axis test, along the axes of the first rectangle.</summary>
    private static bool Overlap(CurvePoint a, float halfWidth, float halfDepth, CurvePoint b, float w, float d)
    {
        const double Slack = 1.0;
        var (dx, dz) = (b.X - a.X, b.Z - a.Z);
        var along = Math.Abs(dx * a.DirectionX + dz * a.DirectionZ);
        var across = Math.Abs(dx * a.DirectionZ - dz * a.DirectionX);
        var cos = Math.Abs(a.DirectionX * b.DirectionX + a.DirectionZ * b.DirectionZ);
        var sin = Math.Abs(a.DirectionX * b.DirectionZ - a.DirectionZ * b.DirectionX);
        return along < halfWidth + w * cos + d * sin - Slack && across < halfDepth + w * sin + d * cos - Slack;
    }

    private void AddBuilding(CurvePoint centre, int side, float width, float depth, bool suburb)
    {
        _plots.Add((centre, 0.5f * width, 0.5f * depth));
        var floor = random.Range(2.8f, 3.4f);
        var storeys = suburb ? 1 + random.Below(3) : Math.Max(2, _storeys + random.Below(3) - 1);
        var shop = !suburb && random.Chance(0.4);
        var groundFloor = shop ? random.Range(3.4f, 4.2f) : floor + (suburb ? 0.2f : 0.5f);
        var pitched = random.Chance(suburb ? 0.85 : 0.35);
        var wall = random.Pick(s_walls) * random.Range(0.8f, 1.1f);
        var style = new FacadeStyle
        {
            Width = width,
            Depth = depth,
            WallHeight = groundFloor + (storeys - 1) * floor + 0.5f,
            GroundFloor = groundFloor,
            Floor = floor,
            Bay = random.Range(2.2f, 3.6f),
            WindowWidth = random.Range(0.95f, 1.5f),
            WindowHeight = random.Range(1.3f, 1.9f),
            Wall = wall,
            Trim = random.Chance(0.6) ? new Vector3(0.62f, 0.61f, 0.58f) : wall * 0.55f,
            RoofColour = random.Pick(s_roofs),
            IsBrick = wall.X > 1.7f * wall.Z && random.Chance(0.8),
            HasShop = shop,
        };
        var mesh = BuildingModel.Build(style, pitched ? random.Range(2.2f, 4f) * depth / 11f : 0f, random);
        var facing = side > 0 ? centre : centre with { DirectionX = -centre.DirectionX, DirectionZ = -centre.DirectionZ };
        var look = new StreetLook { Seed = random.Below(1 << 20), Colour = wall, Facade = style };
        Things.Add(StreetObject.Fixed(mesh, look, facing, GroundTracer.KerbHeight));
    }

    /// <summary>The fence or hedge between a front garden and the pavement.</summary>
    private void AddGarden(StreetRoad road, int side, double s, float width, bool suburb)
    {
        var kind = random.Unit();
        if (!suburb || kind < 0.25)
        {
            return;
        }
        var line = side * (road.Profile.HalfWidth + road.Profile.PavementWidth + 0.45f);
        var place = road.Curve.At(s + 0.5 * width - 1, line);
        if (map.At((float)place.X, (float)place.Z).Edge < road.Profile.PavementWidth)
        {
            return;
        }
        var mesh = kind < 0.6
            ? FurnitureModel.Fence(width - 2.5f, random.Range(0.8f, 1.4f))
            : FurnitureModel.Hedge(width - 2.5f, random.Range(0.8f, 1.7f));
        Add(mesh, place, kind < 0.6 ? new Vector3(0.35f, 0.27f, 0.19f) * random.Range(0.6f, 1.6f) : random.Pick(s_leaves));
        if (random.Chance(0.5))
        {
            var bush = road.Curve.At(s + random.Range(0.2, 0.8) * width, side * (MathF.Abs(line) + random.Range(1.3f, 2f)));
            Add(random.Pick(_bushes), bush, random.Pick(s_leaves));
        }
    }

    private void AddGreen(StreetRoad road, int side, double s, float front)
    {
        var place = road.Curve.At(s + random.Range(0.0, 3.0), side * (front + random.Range(1f, 12f)));
        if (map.At((float)place.X, (float)place.Z).Edge > road.Profile.PavementWidth + 1.2f && Free(place))
        {
            Add(random.Chance(0.5) ? random.Pick(_trees) : random.Pick(_bushes), place, random.Pick(s_leaves));
        }
    }

    /// <summary>Lamps, trees and signs in a line behind the kerb.</summary>
    private void FillKerb(StreetRoad road, int side)
    {
        var trees = random.Chance(0.55) ? random.Range(9.0, 20.0) : double.PositiveInfinity;
        var (nextLamp, nextTree, nextSign) = (random.Range(4.0, 24.0), random.Range(3.0, 15.0), random.Range(10.0, 40.0));
        var leaves = random.Pick(s_leaves);
        for (var s = 0.0; s < road.Curve.Length; s += 1)
        {
            var place = road.Curve.At(s, side * (road.Profile.HalfWidth + 0.55f));
            var ground = map.At((float)place.X, (float)place.Z);
            if (ground.Edge < 0.35f || ground.Road != road || ground.Other < 2f)
            {
                continue;
            }
            var inward = side > 0 ? place : place with { DirectionX = -place.DirectionX, DirectionZ = -place.DirectionZ };
            if (s >= nextLamp)
            {
                Add(FurnitureModel.Lamp, inward, default);
                nextLamp = s + 27;
            }
            else if (s >= nextTree && s + 1.5 < nextLamp && s > nextLamp - 25.5 && trees < 100)
            {
                Add(random.Pick(_trees), place, leaves);
                nextTree = s + trees * random.Range(0.8, 1.2);
            }
            else if (s >= nextSign)
            {
                Add(random.Pick(FurnitureModel.Signs), inward, random.Pick(s_signs));
                nextSign = s + random.Range(25.0, 60.0);
            }
        }
    }

    /// <summary>Traffic lights where a road meets a junction.</summary>
    private void FillCorner(StreetRoad road, double junction)
    {
        if (random.Chance(0.4))
        {
            return;
        }
        foreach (var side in (ReadOnlySpan<int>)[1, -1])
        {
            for (var distance = 4.0; distance < 16; distance += 0.5)
            {
                // Drivers approaching the junction on this side see the lights on their right.
                var place = road.Curve.At(junction - side * distance, side * (road.Profile.HalfWidth + 0.5));
                var ground = map.At((float)place.X, (float)place.Z);
                if (junction - side * distance > 0 && ground.Edge > 0.3f && ground.Other > 3f)
                {
                    var facing = side > 0 ? place : place with { DirectionX = -place.DirectionX, DirectionZ = -place.DirectionZ };
                    var look = new StreetLook { Seed = random.Below(1 << 20), Colour = new(0.05f, 0.055f, 0.05f), Lamps = random.Below(3) };
                    Things.Add(StreetObject.Fixed(FurnitureModel.TrafficLight, look, facing, GroundTracer.KerbHeight));
                    break;
                }
            }
        }
    }

    private bool Free(CurvePoint place)
    {
        foreach (var (centre, w, d) in _plots)
        {
            var (dx, dz) = (place.X - centre.X, place.Z - centre.Z);
            var reach = w + d;
            if (dx * dx + dz * dz < reach * reach && Overlap(centre, w, d, place, 2f, 2f))
            {
                return false;
            }
        }
        return true;
    }

    private void Add(StreetMesh mesh, CurvePoint place, Vector3 colour)
    {
        var look = new StreetLook { Seed = random.Below(1 << 20), Colour = colour * random.Range(0.85f, 1.15f) };
        Things.Add(StreetObject.Fixed(mesh, look, place, GroundTracer.KerbHeight));
    }
}
