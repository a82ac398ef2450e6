using System.Numerics;
using Microsoft.ML.MultiTask.Streets.Models;
using Microsoft.ML.MultiTask.Streets.World;

namespace Microsoft.ML.MultiTask.Streets.Rendering;

/// <summary>House walls: rows of windows, doors, shop fronts, plaster or brick.</summary>
internal static class FacadeMaterial
{
    public static Surface Shade(in SurfacePoint point, StreetLight light)
    {
        var style = point.Look.Facade!;
        var alongZ = MathF.Abs(point.LocalNormal.X) > MathF.Abs(point.LocalNormal.Z);
        var length = alongZ ? style.Width : style.Depth;
        var u = (alongZ ? point.Local.Z : point.Local.X) + 0.5f * length;
        var y = point.Local.Y;
        var cosine = MathF.Max(0.08f, StreetMath.Dot(point.Normal, point.ToCamera));
        var (fu, fy) = (point.Footprint / cosine, point.Footprint);

        var bays = MathF.Max(1f, MathF.Floor(length / style.Bay));
        var bay = length / bays;
        var column = MathF.Floor(u / bay);
        var across = u - (column + 0.5f) * bay;
        var face = point.LocalNormal.X < -0.5f ? 0 : alongZ ? 1 : point.LocalNormal.Z > 0f ? 2 : 3;
        var wall = Wall(point, style, u, y, fu, fy);

        var row = y < style.GroundFloor ? 0f : 1f + MathF.Floor((y - style.GroundFloor) / style.Floor);
        var up = row == 0f ? y : y - style.GroundFloor - (row - 1f) * style.Floor;
        if (style.HasShop && face == 0 && row == 0f)
        {
            return ShopFront(point, style, across, bay, y, fu, fy, wall);
        }
        var draw = StreetMath.Hash(point.Look.Seed + face, (int)column, (int)row);
        var top = style.GroundFloor + row * style.Floor + (row == 0f ? 0f : 0.2f);
        // Side walls have few windows; none fit under a gable or beside the corner.
        if (top > style.WallHeight + 0.1f || style.WindowWidth > bay - 0.3f || (face >= 2 && (draw & 7) > 2))
        {
            return new Surface(wall);
        }
        var isDoor = row == 0f && face == 0 && !style.HasShop && (int)column == (int)(bays * 0.5f);
        var sill = row == 0f ? style.GroundFloor - style.Floor + 0.85f : 0.85f;
        var (width, height, middle) = isDoor
            ? (1.15f, 2.2f, 1.1f)
            : (style.WindowWidth, style.WindowHeight, sill + 0.5f * style.WindowHeight);
        var blur = StreetMath.Smooth(0.5f * bay, 1.5f * bay, fu);
        var frame = Panel(across, up - middle, width + 0.22f, height + 0.22f, fu, fy, bay, blur);
        if (frame <= 0f)
        {
            return new Surface(wall);
        }
        var pane = Panel(across, up - middle, width, height, fu, fy, bay, blur);
        var (opening, gloss, glow) = isDoor
            ? (style.Trim * 0.35f, 0f, Vector3.Zero)
            : Pane(across, up - middle, height, draw, fu, fy, light);
        return new Surface(StreetMath.Lerp(StreetMath.Lerp(wall, style.Trim, frame), opening, pane), gloss * pane, glow * pane);
    }

    private static Vector3 Wall(in SurfacePoint point, FacadeStyle style, float u, float y, float fu, float fy)
    {
        var seed = point.Look.Seed & 255;
        var stain = NoiseTexture.Rough(u * 0.5f + seed, y * 0.3f, 0.5f * fu);
        var grain = NoiseTexture.At(u * 7f, y * 7f + seed, 7f * MathF.Min(fu, 4f * fy));
        var shade = 0.72f + 0.32f * stain + 0.2f * grain;
        if (style.IsBrick)
        {
            shade *= Bricks(u, y, fu, fy);
        }
        shade *= 0.78f + 0.22f * StreetMath.Smooth(0f, 1.2f, y);
        var ledge = StreetMath.Strip(y - style.GroundFloor + 0.1f, 0.2f, fy) + StreetMath.Strip(y - style.WallHeight + 0.15f, 0.3f, fy);
        return StreetMath.Lerp(style.Wall * shade, style.Trim * (0.8f + 0.2f * grain), MathF.Min(1f, ledge));
    }

    private static float Bricks(float u, float y, float fu, float fy)
    {
        const float Length = 0.25f, Height = 0.085f;
        var row = MathF.Floor(y / Height);
        var shifted = u / Length + ((int)row & 1) * 0.5f;
        var fade = StreetMath.Saturate(1.3f - fy / Height) * StreetMath.Saturate(1.3f - fu / Length);
        if (fade <= 0f)
        {
            return 0.95f;
        }
        var column = MathF.Floor(shifted);
        var (pu, pv) = (shifted - column, y / Height - row);
        var joint = MathF.Max(StreetMath.Strip(MathF.Min(pv, 1f - pv), 0.14f, MathF.Max(0.05f, fy / Height)),
            StreetMath.Strip(MathF.Min(pu, 1f - pu), 0.06f, MathF.Max(0.05f, fu / Length)));
        var tint = StreetMath.Hash01((int)column, (int)row, 7) - 0.5f;
        return 0.95f + fade * (0.3f * tint + 0.55f * joint);
    }

    /// <summary>Coverage of a rectangle that repeats every bay; its mean if a pixel spans several bays.</summary>
    private static float Panel(float across, float up, float width, float height, float fu, float fy, float bay, float blur) =>
        StreetMath.Lerp(StreetMath.Strip(across, width, fu), width / bay, blur) * StreetMath.Strip(up, height, fy);

    private static (Vector3 Colour, float Gloss, Vector3 Glow) Pane(float across, float up, float height, uint draw, float fu, float fy,
        StreetLight light)
    {
        var bar = MathF.Max(StreetMath.Strip(across, 0.07f, fu), (draw >> 3 & 1) * StreetMath.Strip(up - 0.18f * height, 0.06f, fy));
        var curtain = (draw >> 4 & 3) == 0 ? 0.32f : (draw >> 4 & 3) == 1 ? 0.12f * StreetMath.Smooth(0.1f, 0.5f, up / height) : 0f;
        var isLit = (draw >> 8 & 1023) < light.LitWindows * 1024f;
        var glass = new Vector3(0.035f, 0.04f, 0.045f) + new Vector3(0.9f, 0.86f, 0.78f) * curtain;
        var lamp = isLit ? new Vector3(0.85f, 0.55f, 0.24f) * (0.6f + 0.4f * (draw >> 18 & 3) / 3f) : Vector3.Zero;
        return (StreetMath.Lerp(glass, new Vector3(0.5f), 0.85f * bar), 0.24f * (1f - bar), lamp * (1f - bar));
    }

    private static Surface ShopFront(in SurfacePoint point, FacadeStyle style, float across, float bay, float y, float fu, float fy,
        Vector3 wall)
    {
        var seed = point.Look.Seed;
        Vector3 paint = new(0.05f + 0.4f * StreetMath.Hash01(seed, 1, 0), 0.05f + 0.25f * StreetMath.Hash01(seed, 2, 0),
            0.05f + 0.3f * StreetMath.Hash01(seed, 3, 0));
        var sign = y - style.GroundFloor + 0.55f;
        var fascia = StreetMath.Strip(sign, 0.7f, fy);
        var letters = NoiseTexture.At(point.Local.Z * 5f + seed, y * 2.5f, 5f * fu);
        var lettering = StreetMath.Saturate(letters * 6f - 3.4f) * StreetMath.Strip(sign, 0.34f, fy);
        var pane = StreetMath.Strip(y - 0.5f * style.GroundFloor + 0.25f, style.GroundFloor - 1.4f, fy);
        var window = StreetMath.Strip(across, bay - 0.35f, fu) * pane;
        var display = NoiseTexture.Rough(point.Local.Z * 1.7f + seed, y * 1.4f, 1.7f * fu);
        var colour = StreetMath.Lerp(wall, paint, fascia);
        colour = StreetMath.Lerp(colour, new Vector3(0.7f, 0.68f, 0.6f), 0.8f * lettering);
        colour = StreetMath.Lerp(colour, new Vector3(0.30f, 0.26f, 0.22f) * (display * display), window);
        return new Surface(colour, 0.3f * window, new Vector3(0.05f, 0.045f, 0.035f) * window);
    }
}
