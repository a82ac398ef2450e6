using System.Globalization;
using Microsoft.ML.MultiTask.Streets.Rendering;

namespace Microsoft.ML.MultiTask.Streets;

/// <summary>Writes a sequence in the layout and encodings of SYNTHIA's video sequences, plus a folder of motion labels.</summary>
internal sealed class StreetsWriter
{
    private const string View = "Stereo_Left/Omni_F";
    private const double CentimetresPerMetre = 100;

    /// <summary>The sample of pixels that are missing or too far for 16 bits of centimetres.</summary>
    private const ushort MissingDepth = ushort.MaxValue;

    private readonly string _rgb;
    private readonly string _depth;
    private readonly string _labels;
    private readonly string _motion;
    private readonly string _camera;
    private readonly ushort[] _wide;

    public StreetsWriter(string folder, StreetsOptions options)
    {
        _rgb = Create(folder, "RGB");
        _depth = Create(folder, "Depth");
        _labels = Create(folder, "GT/LABELS");
        _motion = Create(folder, "Motion");
        _camera = Create(folder, "CameraParams");
        _wide = new ushort[3 * options.Width * options.Height];
        WriteIntrinsics(Path.Combine(folder, "CameraParams", "intrinsics.txt"), options);
    }

    public void Write(LabelledFrame frame, StreetCamera camera, int number)
    {
        var name = number.ToString("D6", CultureInfo.InvariantCulture);
        var (w, h) = (frame.Width, frame.Height);
        Save(_rgb, name, PngImage.Rgb8(w, h, frame.Rgb));
        Save(_motion, name, PngImage.Grey8(w, h, frame.Motion));
        for (var i = 0; i < frame.Class.Length; i++)
        {
            (_wide[3 * i], _wide[3 * i + 1], _wide[3 * i + 2]) = ((ushort)frame.Class[i], frame.Instance[i], 0);
        }
        Save(_labels, name, PngImage.Rgb16(w, h, _wide));
        for (var i = 0; i < frame.Depth.Length; i++)
        {
            var value = Centimetres(frame.Depth[i]);
            (_wide[3 * i], _wide[3 * i + 1], _wide[3 * i + 2]) = (value, value, value);
        }
        Save(_depth, name, PngImage.Rgb16(w, h, _wide));
        File.WriteAllText(Path.Combine(_camera, name + ".txt"), Extrinsics(camera));
    }

    private static void Save(string folder, string name, PngImage image)
    {
        using var file = File.Create(Path.Combine(folder, name + ".png"));
        image.Write(file);
    }

    private static ushort Centimetres(float metres) =>
        metres * CentimetresPerMetre < MissingDepth - 0.5 ? (ushort)(metres * CentimetresPerMetre + 0.5) : MissingDepth;

    private static string Create(string folder, string kind) => Directory.CreateDirectory(Path.Combine(folder, kind, View)).FullName;

    /// <summary>Focal length and centre in pixels and the baseline in metres, separated by empty lines.</summary>
    private static void WriteIntrinsics(string path, StreetsOptions options) =>
        File.WriteAllText(path, FormattableString.Invariant(
            $"{StreetCamera.FocalLength(options)}\n\n{0.5 * options.Width}\n\n{0.5 * options.Height}\n\n0\n"));

    /// <summary>The camera-to-world matrix, column by column: x right, y down, z forward, in camera and world.</summary>
    private static string Extrinsics(StreetCamera camera)
    {
        var (right, up, ahead, place) = (camera.Right, camera.Up, camera.Forward, camera.Position);
        ReadOnlySpan<float> numbers =
        [
            right.X, -right.Y, right.Z, 0f,
            -up.X, up.Y, -up.Z, 0f,
            ahead.X, -ahead.Y, ahead.Z, 0f,
            place.X, -place.Y, place.Z, 1f,
        ];
        return string.Join(' ', numbers.ToArray().Select(v => v.ToString("R", CultureInfo.InvariantCulture))) + "\n";
    }
}
