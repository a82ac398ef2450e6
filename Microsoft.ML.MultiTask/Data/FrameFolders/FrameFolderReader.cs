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
            new LabelFolder("Segmentation", "segmentation", options.Mapped(options.Segmentation), Prefix: null),
            new LabelFolder("Depth", "depth", options.Depth, Prefix: null),
            new LabelFolder("Motion", "motion", options.Motion, Prefix: null),
            .. options.OtherLabels.OrderBy(label => label.Key, StringComparer.Ordinal)
                .Select(label => new LabelFolder(label.Key, label.Key.ToLowerInvariant(), label.Value, Prefix: null)),
        ], Prefix: null);
        var listing = new FileListing();
        var paths = SequenceLayout.Find(folder, listing, layout);
        FrameSequence[] sequences = [.. paths.Select(path => layout.Read(Path.GetFileName(path), listing, path).Build())];
        foreach (var path in paths)
            listing.PassOver("are neither frames nor labels that 'OtherLabels' names", path, Others(path, layout));
        return new DataSet(layout.Name, folder, sequences, layout.Labels) { Warnings = listing.Warnings };
    }

    // The subfolders of a sequence that were not read.
    private static string[] Others(string path, SequenceLayout layout)
    {
        var read = layout.Labels.Select(label => label.Folder!).Prepend(layout.Frames).Select(name => FileListing.Find(path, name)).ToHashSet();
        return [.. FileListing.Subfolders(path).Where(folder => !read.Contains(folder)).Select(folder => Path.GetFileName(folder))];
    }
}
