using System.Globalization;

namespace Microsoft.ML.MultiTask.Data.Kitti;

/// <summary>Reads a file of <c>calib_cam_to_cam</c>: lines of a name, a colon and numbers.</summary>
internal static class KittiCalibration
{
    /// <summary>The disparity encoding with the camera of a file.</summary>
    /// <remarks>
    /// The rectified projections P are 3x4, row by row; P[0, 3] is -fx times the camera's offset to the right of camera 0. Focal length
    /// times baseline of the colour cameras is therefore P_rect_02[0, 3] - P_rect_03[0, 3].
    /// </remarks>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">A projection is missing, or the baseline is not positive; the message names the
    /// file.</exception>
    public static DepthLabelEncoding Read(string path, DepthLabelEncoding disparities)
    {
        var lines = File.ReadAllLines(path);
        var focalTimesBaseline = Offset(lines, "P_rect_02", path) - Offset(lines, "P_rect_03", path);
        if (!(focalTimesBaseline > 0))
            throw new InvalidDataException(
                $"Calibration '{path}': expected P_rect_02[0, 3] to be greater than P_rect_03[0, 3], but their difference is "
                + $"{focalTimesBaseline.ToString(CultureInfo.InvariantCulture)}.");
        return disparities with { FocalTimesBaseline = focalTimesBaseline };
    }

    private static double Offset(string[] lines, string name, string path)
    {
        var line = lines.FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.Ordinal));
        var values = line?[(name.Length + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (values is { Length: 12 } && double.TryParse(values[3], NumberStyles.Float, CultureInfo.InvariantCulture, out var offset))
            return offset;
        throw new InvalidDataException($"Calibration '{path}': expected a line '{name}:' with 12 numbers, but found '{line ?? "none"}'.");
    }
}
