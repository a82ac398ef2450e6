using Microsoft.ML.MultiTask.Data.Listing;
using Microsoft.ML.MultiTask.Data.Rows;

namespace Microsoft.ML.MultiTask.Data.FrameFolders;

/// <summary>Lists the files of sequences in plain folders: frames, segmentation, depth, motion and other labels by name.</summary>
internal static class FrameFolderReader
{
    public static DataSet Read(string folder, FrameFolderOptions options)
    {
        var layout = new SequenceLayout("Frame folders", "frames",
        [
            new LabelFolder("Segmentation", "segmentation", options.Mapped(options.Segmentation)),
            new LabelFolder("Depth", "depth", options.Depth),
            new LabelFolder("Motion", "motion", options.Motion),
            .. options.OtherLabels.OrderBy(label => label.Key, StringComparer.Ordinal)
                .Select(label => new LabelFolder(label.Key, label.Key.ToLowerInvariant(), label.Value)),
        ]);
        var sequences = SequenceLayout.Find(folder, layout).Select(path => layout.Read(Path.GetFileName(path), path).Build());
        return new DataSet(layout.Name, folder, [.. sequences], layout.Labels);
    }
}
