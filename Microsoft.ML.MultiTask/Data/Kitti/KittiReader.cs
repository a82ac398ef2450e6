using System.Globalization;
using Microsoft.ML.MultiTask.Data.Listing;
using Microsoft.ML.MultiTask.Data.Rows;
using Microsoft.ML.MultiTask.Persistence;

namespace Microsoft.ML.MultiTask.Data.Kitti;

/// <summary>Lists the files of KITTI 2015: stereo and scene flow, semantics, calibration, multiview frames.</summary>
internal sealed class KittiReader(string root, KittiOptions options)
{
    /// <summary>The only frame of a snippet that can have labels.</summary>
    private const int Reference = 10;

    private readonly DataRoots _roots = new(root, path =>
        Directory.Exists(FileListing.Find(path, "training")) || Directory.Exists(FileListing.Find(path, "testing")));

    private readonly FileListing _listing = new();

    private readonly LabelColumn[] _labels =
    [
        new("Segmentation", options.Mapped(options.Segmentation)),
        new("Depth", options.Depth),
        new("Motion", options.Motion),
    ];

    private string[] LabelFolders => options.Camera == "image_2" ? ["semantic", options.Disparity, "obj_map"] : [];

    public DataSet Read()
    {
        string[] parts = options.Split switch
        {
            DataSplit.Train => ["training"],
            DataSplit.Test => ["testing"],
            _ => [.. ((string[])["training", "testing"]).Where(part => _roots.Existing(part, options.Camera).Count > 0)],
        };
        var sequences = parts.SelectMany(part => ReadPart(part, parts.Length > 1 ? part + "/" : "")).ToArray();
        var first = parts.FirstOrDefault("training");
        if (sequences.Length == 0)
            throw new DirectoryNotFoundException(
                $"KITTI 2015: expected frames {first}/{options.Camera}/NNNNNN_NN.png in the folder or in a subfolder "
                + $"such as data_scene_flow, but {SequenceLayout.Describe(Path.Combine(root, first, options.Camera))}.");
        return new DataSet("KITTI 2015", root, sequences, _labels)
        {
            Warnings = [.. _listing.Warnings, .. DataSet.NominalCamera(root, "calib_cam_to_cam", sequences, 1, options.Depth)],
        };
    }

    private FrameSequence[] ReadPart(string part, string prefix)
    {
        var sequences = new SequenceGroups(_labels);
        var calibrations = _roots.Existing(part, "calib_cam_to_cam") is [var folder, ..] ? folder : null;
        foreach (var file in Numbered(part, options.Camera, path => _listing.Frames(path, ".png")))
        {
            var sequence = Sequence(file);
            if (!sequence.HasFrame(file.Number))                    // the semantics and multiview releases repeat frames
                sequence.AddFrame(file);
            if (!options.AllFrames)
                sequence.Rows = [Reference];
            if (calibrations is not null)
                sequence.SetEncodings(1, _ => ReadCalibration(Path.Combine(calibrations, NameOf(file) + ".txt"), options.Depth));
        }
        foreach (var (label, name) in LabelFolders.Index())
        {
            foreach (var file in Numbered(part, name, path => _listing.Labels(path, ".png")))
                Sequence(file).AddLabel(label, file);
        }
        return sequences.Build();

        SequenceFiles Sequence(NumberedFile file) => sequences.Of(file.Group, prefix + NameOf(file));
    }

    /// <summary>The disparity encoding with the camera of a file of <c>calib_cam_to_cam</c>: lines of a name, a colon and numbers.</summary>
    /// <remarks>
    /// The rectified projections P are 3x4, row by row; P[0, 3] is -fx times the camera's offset to the right of camera 0. Focal length
    /// times baseline of the colour cameras is therefore P_rect_02[0, 3] - P_rect_03[0, 3].
    /// </remarks>
    private static DepthLabelEncoding ReadCalibration(string path, DepthLabelEncoding disparities)
    {
        var lines = RegularFile.ReadLines(path).ToArray();
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

    private static string NameOf(NumberedFile file) => file.Group.TrimEnd('_');

    private IEnumerable<NumberedFile> Numbered(string part, string folder, Func<string, IEnumerable<NumberedFile>> list) =>
        _roots.Existing(part, folder).SelectMany(list)
            .Select(file => file.Expect(file.HasGroupAndNumber, "000042_10.png"));
}
