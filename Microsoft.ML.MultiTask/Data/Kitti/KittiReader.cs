using Microsoft.ML.MultiTask.Data.Listing;
using Microsoft.ML.MultiTask.Data.Rows;

namespace Microsoft.ML.MultiTask.Data.Kitti;

/// <summary>Lists the files of KITTI 2015: stereo and scene flow, semantics, calibration, multiview frames.</summary>
internal sealed class KittiReader(DataRoots roots, KittiOptions options)
{
    /// <summary>The only frame of a snippet that can have labels.</summary>
    private const int Reference = 10;

    private readonly LabelColumn[] _labels =
    [
        new("Segmentation", options.MappedSegmentation),
        new("Depth", options.Depth),
        new("Motion", options.Motion),
    ];

    private string[] LabelFolders => options.Camera == "image_2" ? ["semantic", options.Disparity, "obj_map"] : [];

    /// <exception cref="DirectoryNotFoundException">There are no folders of frames.</exception>
    /// <exception cref="InvalidDataException">A label has no frame, or a file is not named NNNNNN_NN.png.</exception>
    public DataSet Read()
    {
        string[] parts = options.Split switch
        {
            DataSplit.Train => ["training"],
            DataSplit.Test => ["testing"],
            _ => [.. ((string[])["training", "testing"]).Where(part => roots.Existing(part, options.Camera).Count > 0)],
        };
        var sequences = parts.SelectMany(part => ReadPart(part, parts.Length > 1 ? part + "/" : "")).ToArray();
        var first = parts.FirstOrDefault("training");
        if (sequences.Length == 0)
            throw new DirectoryNotFoundException(
                $"KITTI 2015: expected frames {first}/{options.Camera}/NNNNNN_NN.png in the folder or in a subfolder "
                + $"such as data_scene_flow, but {SequenceLayout.Describe(Path.Combine(roots.Folder, first, options.Camera))}.");
        var built = sequences.Select(sequence => sequence.Build()).ToArray();
        return new DataSet("KITTI 2015", roots.Folder, built, _labels)
        {
            Warning = DataSet.NominalCamera(roots.Folder, "calib_cam_to_cam", built, 1, options.Depth),
        };
    }

    private SortedDictionary<string, SequenceFiles>.ValueCollection ReadPart(string part, string prefix)
    {
        var sequences = new SortedDictionary<string, SequenceFiles>(StringComparer.Ordinal);
        foreach (var file in Numbered(part, options.Camera))
        {
            if (!sequences.TryGetValue(file.Group, out var sequence))
                sequences[file.Group] = sequence = new SequenceFiles(prefix + file.Group.TrimEnd('_'), _labels);
            if (!sequence.HasFrame(file.Number))                    // the semantics and multiview releases repeat frames
                sequence.AddFrame(file);
            if (!options.AllFrames)
                sequence.Rows = [Reference];
        }
        foreach (var (label, folder) in LabelFolders.Index())
        {
            foreach (var file in Numbered(part, folder))
            {
                if (!sequences.TryGetValue(file.Group, out var sequence))
                    throw new InvalidDataException(
                        $"Label '{file.Path}': expected a frame of the same name in '{part}/{options.Camera}', but there is none.");
                sequence.AddLabel(label, file);
            }
        }
        foreach (var calibration in roots.Existing(part, "calib_cam_to_cam").Take(1))
        {
            foreach (var (group, sequence) in sequences)
                sequence.SetEncodings(1, _ => KittiCalibration.Read(Path.Combine(calibration, group.TrimEnd('_') + ".txt"), options.Depth));
        }
        return sequences.Values;
    }

    private IEnumerable<NumberedFile> Numbered(string part, string folder)
    {
        foreach (var path in roots.Existing(part, folder))
        {
            foreach (var file in NumberedFile.In(path, ".png"))
            {
                if (file.Number < 0 || file.Group.Length < 2 || file.Group[^1] != '_')
                    throw new InvalidDataException($"Image '{file.Path}': expected a name such as 000042_10.png.");
                yield return file;
            }
        }
    }
}
