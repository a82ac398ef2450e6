using System.Globalization;
using Microsoft.ML.MultiTask.Data.Listing;
using Microsoft.ML.MultiTask.Data.Rows;

namespace Microsoft.ML.MultiTask.Data.VirtualKitti2;

/// <summary>Lists the files of Virtual KITTI 2: Scene/variation/frames/type/camera/type_NNNNN, and Scene/variation/bbox.txt.</summary>
internal sealed class VirtualKitti2Reader(string folder, VirtualKitti2Options options)
{
    private readonly DataRoots _roots = new(folder, path => FileListing.Subfolders(path).Any(IsScene));
    private readonly FileListing _listing = new();

    private readonly LabelColumn[] _labels =
    [
        new("Segmentation", options.Mapped(options.Segmentation)), new("Depth", options.Depth), new("Motion", MovingInstances.Static),
    ];

    public DataSet Read()
    {
        var sequences =
            from scene in Names(options.Scenes, "").Where(IsScene)
            from variation in Names(options.Variations, scene)
            from camera in options.Cameras
            where _roots.Existing(scene, variation, "frames", "rgb", camera).Count > 0
            select Sequence(scene, variation, camera);
        var built = sequences.ToArray();
        if (built.Length == 0)
        {
            var (scene, variation) = (options.Scenes.FirstOrDefault("Scene01"), options.Variations.FirstOrDefault("clone"));
            var frames = Path.Combine(_roots.Paths.FirstOrDefault(folder), scene, variation, "frames", "rgb", options.Cameras[0]);
            throw new DirectoryNotFoundException(
                $"Virtual KITTI 2: expected frames {scene}/{variation}/frames/rgb/{options.Cameras[0]}/rgb_NNNNN.jpg "
                + $"in the folder or in a subfolder, but {SequenceLayout.Describe(frames)}.");
        }
        return new DataSet("Virtual KITTI 2", folder, built, _labels) { Warnings = _listing.Warnings };
    }

    private FrameSequence Sequence(string scene, string variation, string camera)
    {
        var boxes = _roots.Existing(scene, variation).Select(folder => Path.Combine(folder, "bbox.txt")).FirstOrDefault(File.Exists);
        var layout = new SequenceLayout("Virtual KITTI 2", "frames/rgb/" + camera,
        [
            new LabelFolder("Segmentation", "frames/classSegmentation/" + camera, _labels[0].Encoding, "classgt_"),
            new LabelFolder("Depth", "frames/depth/" + camera, _labels[1].Encoding, "depth_"),
            new LabelFolder("Motion", boxes is null ? null : "frames/instanceSegmentation/" + camera, _labels[2].Encoding, "instancegt_"),
        ], "rgb_");
        var files = layout.Read($"{scene}/{variation}/{camera}", _listing, _roots.Existing(scene, variation));
        var number = camera[(camera.LastIndexOf('_') + 1)..];
        if (boxes is not null && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var cameraId))
            files.SetEncodings(2, new MovingInstances(boxes, cameraId).Encoding);
        return files.Build();
    }

    private static bool IsScene(string path) => Path.GetFileName(path).StartsWith("Scene", StringComparison.Ordinal);

    // The folders below one of the roots that the options select, in order.
    private IEnumerable<string> Names(IReadOnlyList<string> selected, string below) =>
        _roots.Existing(below).SelectMany(FileListing.Subfolders).Select(path => Path.GetFileName(path))
            .Where(name => selected.Count == 0 || selected.Contains(name)).Distinct().Order(StringComparer.Ordinal);
}
