using System.Globalization;
using Microsoft.ML.MultiTask.Persistence;

namespace Microsoft.ML.MultiTask.Data.VirtualKitti2;

/// <summary>Which instances of a Virtual KITTI 2 sequence move in which frame, from its <c>bbox.txt</c>, which is read on first use.</summary>
/// <param name="path">Lines of frame, cameraID, trackID, left, right, top, bottom, number_pixels, truncation_ratio, occupancy_ratio,
/// isMoving, after a header line with these names.</param>
/// <param name="camera">The number of the camera.</param>
internal sealed class MovingInstances(string path, int camera)
{
    /// <summary>The encoding of an instance image in which nothing moves: every sample is static.</summary>
    public static ClassLabelEncoding Static { get; } = ClassLabelEncoding.Motion with
    {
        ClassOfValue = new Dictionary<int, int>(),
        IgnoredValues = [],
        OtherClass = 0,
    };

    private readonly Lazy<Dictionary<int, int[]>> _ofFrame = new(() => Read(path, camera));

    /// <summary>The encoding of a frame's instance image: instances that move between this frame and the next are moving, all
    /// other samples static.</summary>
    /// <remarks>A sample is the track number plus 1; 0 is no instance.</remarks>
    public ClassLabelEncoding Encoding(int frame) => _ofFrame.Value.TryGetValue(frame, out var tracks)
        ? Static with { ClassOfValue = tracks.ToDictionary(track => track + 1, _ => 1) }
        : Static;

    private static Dictionary<int, int[]> Read(string path, int camera)
    {
        var moving = new HashSet<(int Frame, int Track)>();
        foreach (var (index, line) in RegularFile.ReadLines(path).Index().Skip(1))
        {
            if (line.Length == 0)
                continue;
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length != 11 || !TryParse(fields[0], out var frame) || !TryParse(fields[1], out var cameraOfLine)
                || !TryParse(fields[2], out var track) || !bool.TryParse(fields[10], out var isMoving))
                throw new InvalidDataException(
                    $"Boxes '{path}', line {index + 1}: expected 11 fields from frame, cameraID and trackID to isMoving, "
                    + $"but found '{line}'.");
            if (isMoving && cameraOfLine == camera)
                moving.Add((frame, track));
        }
        return moving.GroupBy(pair => pair.Frame, pair => pair.Track).ToDictionary(group => group.Key, group => group.ToArray());
    }

    private static bool TryParse(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
