using System.Numerics;
using Microsoft.ML.MultiTask.Streets.Models;
using Microsoft.ML.MultiTask.Streets.World;

namespace Microsoft.ML.MultiTask.Streets.Rendering;

/// <summary>Shades surfaces: sun with shadows, sky, sky reflection, haze.</summary>
internal sealed class Shader(ShadowMap shadows, ContactShadows contacts)
{
    private StreetWorld _world = null!;
    private StreetCamera _camera = null!;
    private Vector3 _bounce;

    public void Begin(StreetWorld world, StreetCamera camera)
    {
        (_world, _camera) = (world, camera);
        var light = world.Light;
        _bounce = (light.Sun * (0.5f * light.ToSun.Y) + 0.5f * (light.Zenith + light.Horizon)) * 0.16f;
    }

    public Vector3 SkyAt(Vector3 ray) => Sky.Shade(_world.Light, StreetMath.Unit(ray), 1f / _camera.Focal);

    public Vector3 Ground(in GroundHit hit, Vector3 ray)
    {
        var world = _camera.Position + ray * hit.Distance;
        var range = hit.Distance * MathF.Sqrt(StreetMath.Dot(ray, ray));
        // Sideways a pixel covers its width; ahead it covers more the flatter the ray.
        var sideways = hit.Distance / _camera.Focal;
        var ahead = sideways * MathF.Sqrt(StreetMath.Dot(ray, ray)) / MathF.Max(0.01f, -ray.Y);
        var (along, across) = (ahead, sideways);
        if (hit.Point.Road is not null)
        {
            (along, across) = Turned(hit, ray, ahead, sideways);
        }
        var surface = GroundMaterial.Shade(hit, world, along, across);
        var normal = hit.IsKerb ? StreetMath.Unit(new Vector3(-ray.X, 0f, -ray.Z)) : Vector3.UnitY;
        return Lit(surface, world, normal, -ray, contacts.At(world.X, world.Z), range);
    }

    public Vector3 Object(in Primitive primitive, Vector3 ray, float distance)
    {
        var world = _camera.Position + ray * distance;
        var thing = primitive.Thing;
        var normal = primitive.Normal;
        var sun = 0f;
        if (primitive.Ball.W > 0f)
        {
            var ball = thing.Mesh.Balls[primitive.Index];
            normal = (world - thing.ToWorld(ball.Centre)) * (1f / ball.Radius);
            // The far side is visible through a hole, from inside.
            normal = StreetMath.Dot(normal, ray) > 0f ? -normal : normal;
            if (primitive.Material == StreetMaterial.Foliage)
            {
                // Leaves point in all directions, so the ball's shading is softened.
                normal = StreetMath.Unit(normal + new Vector3(0f, 0.35f, 0f));
                sun = 0.2f;
            }
        }
        var length = MathF.Sqrt(StreetMath.Dot(ray, ray));
        var localNormal = primitive.Ball.W > 0f ? normal : thing.Mesh.Faces[primitive.Index].Normal;
        SurfacePoint point = new()
        {
            World = world,
            Local = thing.ToLocal(world),
            Normal = normal,
            LocalNormal = localNormal,
            ToCamera = ray * (-1f / length),
            Footprint = distance / _camera.Focal,
            Material = primitive.Material,
            Look = thing.Look,
        };
        var surface = ObjectMaterial.Shade(point, _world.Light);
        var isLow = primitive.Material is StreetMaterial.CarBody or StreetMaterial.Wheel;
        var open = isLow ? 0.45f + 0.55f * StreetMath.Smooth(0.1f, 0.7f, point.Local.Y) : 1f;
        return Lit(surface, world, normal, -ray, open, distance * length, sun);
    }

    /// <summary>The pixel's footprint in the road's directions instead of the camera's.</summary>
    private static (float Along, float Across) Turned(in GroundHit hit, Vector3 ray, float ahead, float sideways)
    {
        var p = hit.Point.Road!.Curve.At(hit.Point.S);
        var norm = 1f / MathF.Sqrt(ray.X * ray.X + ray.Z * ray.Z);
        var cos = MathF.Abs(ray.X * (float)p.DirectionX + ray.Z * (float)p.DirectionZ) * norm;
        var sin = MathF.Abs(ray.X * (float)p.DirectionZ - ray.Z * (float)p.DirectionX) * norm;
        return (cos * ahead + sin * sideways, cos * sideways + sin * ahead);
    }

    private Vector3 Lit(in Surface surface, Vector3 world, Vector3 normal, Vector3 toCamera, float open, float range, float through = 0f)
    {
        var light = _world.Light;
        var cosine = StreetMath.Dot(normal, light.ToSun);
        cosine = MathF.Max(through * (0.5f + 0.5f * cosine), cosine);
        var sun = cosine > 0f ? cosine * shadows.LightAt(world, normal) : 0f;
        var above = StreetMath.Lerp(light.Horizon, light.Zenith, 0.5f + 0.3f * normal.Y);
        var sky = StreetMath.Lerp(_bounce, above, 0.5f + 0.5f * normal.Y) * 0.62f;
        var colour = surface.Albedo * (light.Sun * (1.45f * sun * (0.5f + 0.5f * open)) + sky * open) + surface.Glow;
        if (surface.Gloss > 0f)
        {
            colour += Mirrored(surface.Gloss, normal, toCamera, sun) * open;
        }
        var clear = StreetMath.Decay(light.Haze * range);
        return StreetMath.Lerp(light.Horizon, colour, clear);
    }

    private Vector3 Mirrored(float gloss, Vector3 normal, Vector3 toCamera, float sun)
    {
        var light = _world.Light;
        var view = StreetMath.Unit(toCamera);
        var cosine = StreetMath.Saturate(StreetMath.Dot(normal, view));
        var mirror = normal * (2f * cosine) - view;
        var edge = (1f - cosine) * (1f - cosine);
        var share = gloss + (0.6f - 0.6f * gloss) * edge * edge * (1f - cosine);
        // Reflects the sky above the roofs, houses and street below.
        var seen = StreetMath.Lerp(_bounce, light.SkyAt(mirror.Y), StreetMath.Smooth(-0.05f, 0.35f, mirror.Y));
        var toward = MathF.Max(0f, StreetMath.Dot(mirror, light.ToSun));
        toward *= toward;
        toward *= toward;
        toward *= toward;
        return seen * share + light.Sun * (3f * gloss * toward * toward * toward * (sun > 0f ? 1f : 0f));
    }
}
