using System.Text.Json;

namespace Microsoft.ML.MultiTask.Data.Cityscapes;

/// <summary>Reads a file of the Cityscapes package <c>camera</c>: JSON with <c>extrinsic.baseline</c> in metres and <c>intrinsic.fx</c> in
/// pixels.</summary>
internal static class CityscapesCamera
{
    /// <summary>The disparity encoding with the camera of a file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">A value is missing or not positive; the message names the file.</exception>
    public static DepthLabelEncoding Read(string path, DepthLabelEncoding disparities)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            var baseline = json.RootElement.GetProperty("extrinsic").GetProperty("baseline").GetDouble();
            var focalLength = json.RootElement.GetProperty("intrinsic").GetProperty("fx").GetDouble();
            var encoding = disparities with { FocalTimesBaseline = focalLength * baseline };
            encoding.Validate();
            return encoding;
        }
        catch (Exception e) when (
            e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new InvalidDataException(
                $"Camera '{path}': expected JSON with positive extrinsic.baseline and intrinsic.fx, but reading failed: {e.Message}", e);
        }
    }
}
