using Microsoft.ML.MultiTask.Data.Listing;
using Microsoft.ML.MultiTask.Data.Rows;

namespace Microsoft.ML.MultiTask.Data.Synthia;

/// <summary>Lists the files of SYNTHIA's video sequences: RGB, GT/LABELS, Depth and Motion, each with a folder per camera.</summary>
internal static class SynthiaReader
{
    public static DataSet Read(string folder, SynthiaOptions options)
    {
        SequenceLayout[] layouts = [.. options.Cameras.Select(camera => LayoutOf(camera, options))];
        var listing = new FileListing();
        var found = SequenceLayout.Find(folder, listing, layouts);
        var selected = found.Where(path => options.Selects(Path.GetFileName(path))).ToArray();
        if (selected.Length == 0)
            throw new DirectoryNotFoundException(
                $"SYNTHIA '{folder}': none of the {found.Count} sequences is selected by the options (split {options.Split}, "
                + $"sequences {List(options.Sequences)}, seasons {List(options.Seasons)}); expected names such as SYNTHIA-SEQS-02-SUMMER, "
                + $"but found {List([.. found.Select(path => Path.GetFileName(path))])}.");

        var sequences =
            from path in selected
            from camera in options.Cameras.Index()
            let layout = layouts[camera.Index]
            where layout.Fits(path)
            let name = Path.GetFileName(path)
            select layout.Read(layouts.Length == 1 ? name : $"{name}/{camera.Item}", listing, path).Build();
        FrameSequence[] built = [.. sequences];
        return new DataSet("SYNTHIA", folder, built, layouts[0].Labels) { Warnings = listing.Warnings };
    }

    private static SequenceLayout LayoutOf(string camera, SynthiaOptions options) => new("SYNTHIA", "RGB/" + camera,
    [
        new LabelFolder("Segmentation", "GT/LABELS/" + camera, options.Mapped(options.Segmentation)),
        new LabelFolder("Depth", "Depth/" + camera, options.Depth),
        new LabelFolder("Motion", "Motion/" + camera, options.Motion),
    ]);

    // The first few names, for a message.
    private static string List(IReadOnlyList<string> names) =>
        names.Count == 0 ? "any" : string.Join(", ", names.Take(8)) + (names.Count > 8 ? $" and {names.Count - 8} more" : "");
}
