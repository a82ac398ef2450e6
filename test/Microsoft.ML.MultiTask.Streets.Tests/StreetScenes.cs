using System.Numerics;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Small worlds for the tests, and rays back from pixels into them.</summary>
internal static class StreetScenes
{
    public static StreetsOptions Small { get; } = new() { Width = 96, Height = 56, FramesPerSequence = 12, Sequences = 2, Seed = 5 };

    /// <summary>The world point that a pixel's centre shows.</summary>
    public static Vector3 PointOf(StreetCamera camera, LabelledFrame frame, int pixel)
    {
        var ray = camera.Ray(pixel % frame.Width + 0.5f, pixel / frame.Width + 0.5f);
        return camera.Position + ray * frame.Depth[pixel];
    }

    /// <summary>The pixel in whose square a world point appears; -1 outside the image.</summary>
    public static int PixelOf(StreetCamera camera, LabelledFrame frame, Vector3 point)
    {
        var p = camera.ToCamera(point);
        if (p.Z < 0.1f)
        {
            return -1;
        }
        var (x, y) = (MathF.Floor(camera.CentreX + camera.Focal * p.X / p.Z), MathF.Floor(camera.CentreY - camera.Focal * p.Y / p.Z));
        return x >= 0 && y >= 0 && x < frame.Width && y < frame.Height ? (int)y * frame.Width + (int)x : -1;
    }
}
