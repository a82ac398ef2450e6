using Microsoft.ML.MultiTask.Data.Listing;
using Microsoft.ML.MultiTask.Data.Rows;

namespace Microsoft.ML.MultiTask.Data.WoodScape;

/// <summary>Lists the files of WoodScape: rgb_images/NNNNN_CAM.png, the frame before it, and labels of the same name.</summary>
internal sealed class WoodScapeReader(string folder, WoodScapeOptions options)
{
    private readonly string _root = DataRoots.Only("WoodScape", folder, path => Directory.Exists(FileListing.Find(path, "rgb_images")));
    private readonly FileListing _listing = new();
    private readonly LabelColumn[] _labels = [new("Segmentation", options.Mapped(options.Segmentation)), new("Motion", options.Motion)];

    public DataSet Read()
    {
        var list = Path.Combine(_root, SplitList.NameOf(options.Split) + ".txt");
        var listed = options.Split == DataSplit.All ? null : SplitList.Read(list)
            ?? throw new DirectoryNotFoundException(
                $"WoodScape: expected a list of the frames of {options.Split}, one name such as 00001_FV.png per line, in '{list}', "
                + "or 'Split' = All.");
        var cameras = options.Cameras.Order(StringComparer.Ordinal).Select(camera => Camera(camera, listed));
        var sequences = cameras.OfType<FrameSequence>().ToArray();
        if (sequences.Length == 0)
            throw new DirectoryNotFoundException(
                $"WoodScape: expected frames rgb_images/NNNNN_{string.Join("|", options.Cameras)}.png, "
                + $"but {SequenceLayout.Describe(Path.Combine(_root, "rgb_images"))}.");
        return new DataSet("WoodScape", _root, sequences, _labels)
        {
            Warnings =
            [
                .. _listing.Warnings,
                .. listed?.Warnings(name => options.Cameras.Any(camera => name.EndsWith("_" + camera, StringComparison.Ordinal))) ?? [],
            ],
        };
    }

    private FrameSequence? Camera(string camera, SplitList? listed)
    {
        var frames = Files(_listing.Frames(Below("rgb_images"), $"_{camera}.png"));
        var numbers = frames.Keys
            .Where(number => listed is null || listed.Contains(Path.GetFileNameWithoutExtension(frames[number].PathOf(number))))
            .Order().ToArray();
        if (numbers.Length == 0)
            return null;
        var labels = ((string[])["semantic_annotations/gtLabels", "motion_annotations/gtLabels"])
            .Select(labels => Paired(labels, Files(_listing.Labels(Below(labels), $"_{camera}.png")), frames))
            .Select(files => new LabelFiles(new NumberedFiles(numbers, files).PathOf)).ToArray();
        var previous = Files(_listing.Frames(Below("previous_images"), $"_{camera}_prev.png"));
        return new FrameSequence(
            camera, numbers, [new NumberedFiles(numbers, frames).PathOf, new NumberedFiles(numbers, previous).PathOf], labels);
    }

    private string Below(string relative) => FileListing.Find(_root, relative);

    private static Dictionary<int, FileForm> Files(IEnumerable<NumberedFile> files) =>
        files.Select(file => file.Expect(file.Number >= 0 && file.Group.Length == 0, "00042" + file.Form.End))
            .ToDictionary(file => file.Number, file => file.Form);

    private static Dictionary<int, FileForm> Paired(string folder, Dictionary<int, FileForm> labels, Dictionary<int, FileForm> frames)
    {
        foreach (var (number, form) in labels)
        {
            if (!frames.ContainsKey(number))
                throw new InvalidDataException(
                    $"Label '{form.PathOf(number)}': expected a frame of the same name in rgb_images, as of every file in {folder}, "
                    + "but there is none.");
        }
        return labels;
    }
}
