using System.Globalization;
using Microsoft.ML.MultiTask.Data.Listing;
using Microsoft.ML.MultiTask.Data.Rows;
using Microsoft.ML.MultiTask.Persistence;

namespace Microsoft.ML.MultiTask.Data.CamVid;

/// <summary>Lists the files of CamVid: the copy published with SegNet (train, trainannot, …) or the original (label_colors.txt).</summary>
internal sealed class CamVidReader(string folder, CamVidOptions options)
{
    private readonly string _root = DataRoots.Only("CamVid", folder, IsRoot);
    private readonly FileListing _listing = new();

    private string Colors => ColorsOf(_root);

    public DataSet Read() => File.Exists(Colors) ? ReadOriginal() : ReadCopy();

    private DataSet ReadCopy()
    {
        DataSplit[] splits = options.Split == DataSplit.All ? [DataSplit.Train, DataSplit.Validation, DataSplit.Test] : [options.Split];
        string[] names = [.. splits.Select(SplitList.NameOf)];
        return Read(options.Mapped(options.Segmentation ?? ClassLabelEncoding.CamVid), ".png",
            [.. names.Select(name => (name, name + "annot", SplitList.Read(Path.Combine(_root, name + ".txt"))))],
            $"{names[0]}/0001TP_006690.png next to {names[0]}annot, or label_colors.txt next to {options.FramesFolder}");
    }

    private DataSet ReadOriginal()
    {
        var list = Path.Combine(_root, SplitList.NameOf(options.Split) + ".txt");
        var listed = options.Split == DataSplit.All ? null : SplitList.Read(list)
            ?? throw new DirectoryNotFoundException(
                $"CamVid: the original data set has no splits; expected 'Split' = All, or a list of the frames of {options.Split} "
                + $"in '{list}'.");
        return Read(options.Mapped(options.Segmentation ?? ReadColors(Colors)), "_L.png", [(options.FramesFolder, options.LabelsFolder, listed)],
            $"{options.FramesFolder}/0001TP_006690.png");
    }

    private DataSet Read(
        ClassLabelEncoding encoding, string labelSuffix, (string Frames, string Labels, SplitList? Listed)[] folders, string expected)
    {
        LabelColumn[] labels = [new("Segmentation", encoding)];
        var sequences = new SequenceGroups(labels);
        foreach (var folder in folders)
        {
            foreach (var file in Listed(_listing.Frames(Below(folder.Frames), ".png"), folder.Listed))
                Sequence(file).AddFrame(file);
            foreach (var file in Listed(_listing.Labels(Below(folder.Labels), labelSuffix), folder.Listed))
                Sequence(file).AddLabel(0, file);
        }
        if (!sequences.Sequences.Any())
            throw new DirectoryNotFoundException(
                $"CamVid: expected frames {expected}, but {SequenceLayout.Describe(Path.Combine(_root, folders[0].Frames))}.");
        return new DataSet("CamVid", _root, sequences.Build(), labels)
        {
            Warnings = [.. _listing.Warnings, .. folders.SelectMany(folder => folder.Listed?.Warnings(_ => true) ?? [])],
        };

        SequenceFiles Sequence(NumberedFile file) => sequences.Of(file.Group, file.Group[..Math.Max(0, file.Group.LastIndexOf('_'))]);
    }

    private static bool IsRoot(string folder) => File.Exists(ColorsOf(folder))
        || ((string[])["train", "val", "test"]).Any(split => Directory.Exists(FileListing.Find(folder, split)));

    private static string ColorsOf(string folder) => Path.Combine(folder, "label_colors.txt");

    private string Below(string relative) => FileListing.Find(_root, relative);

    private static IEnumerable<NumberedFile> Listed(IEnumerable<NumberedFile> files, SplitList? listed) =>
        files.Select(file => file.Expect(file.Number >= 0, "0001TP_006690" + file.Form.End))
            .Where(file => listed is null || listed.Contains(Path.GetFileName(file.Path)[..^file.Form.End.Length]));

    // Lines "R G B name"; Void is ignored.
    private static ClassLabelEncoding ReadColors(string path)
    {
        var (names, colors, ignored) = (new List<string>(), new Dictionary<int, int>(), new List<int>());
        foreach (var (index, line) in RegularFile.ReadLines(path).Index())
        {
            var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
                continue;
            var color = 0;
            for (var i = 0; i < 3; i++)
            {
                var isByte = byte.TryParse(words.ElementAtOrDefault(i), CultureInfo.InvariantCulture, out var value);
                color = isByte && color >= 0 ? (color << 8) | value : -1;
            }
            if (words.Length < 4 || color < 0 || colors.ContainsKey(color))
                throw new InvalidDataException(
                    $"Colours '{path}', line {index + 1}: expected a new colour as 'R G B name', but found '{line}'.");
            var name = string.Join(' ', words[3..]);
            if (name.Equals("Void", StringComparison.OrdinalIgnoreCase))
            {
                ignored.Add(color);
                continue;
            }
            colors.Add(color, names.Count);
            names.Add(name);
        }
        return new ClassLabelEncoding(names.Count) { ClassNames = names, ClassOfColor = colors, IgnoredColors = ignored };
    }
}
