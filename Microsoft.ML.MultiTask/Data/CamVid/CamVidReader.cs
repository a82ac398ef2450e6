using System.Globalization;
using Microsoft.ML.MultiTask.Data.Listing;
using Microsoft.ML.MultiTask.Data.Rows;

namespace Microsoft.ML.MultiTask.Data.CamVid;

/// <summary>Lists the files of CamVid: the copy published with SegNet (train, trainannot, …) or the original (label_colors.txt).</summary>
internal sealed class CamVidReader(string root, CamVidOptions options)
{
    private string Colors => Path.Combine(root, "label_colors.txt");

    public DataSet Read() => File.Exists(Colors) ? ReadOriginal() : ReadCopy();

    private DataSet ReadCopy()
    {
        DataSplit[] splits = options.Split == DataSplit.All ? [DataSplit.Train, DataSplit.Validation, DataSplit.Test] : [options.Split];
        string[] names = [.. splits.Select(SplitList.NameOf)];
        return Read(options.Mapped(options.Segmentation ?? ClassLabelEncoding.CamVid), ".png",
            [.. names.Select(name => (name, name + "annot", SplitList.Read(Path.Combine(root, name + ".txt"))))],
            $"{names[0]}/0001TP_006690.png next to {names[0]}annot, or label_colors.txt next to {options.FramesFolder}");
    }

    private DataSet ReadOriginal()
    {
        var list = Path.Combine(root, SplitList.NameOf(options.Split) + ".txt");
        var listed = options.Split == DataSplit.All ? null : SplitList.Read(list)
            ?? throw new DirectoryNotFoundException(
                $"CamVid: the original data set has no splits; expected 'Split' = All, or a list of the frames of {options.Split} "
                + $"in '{list}'.");
        return Read(options.Mapped(options.Segmentation ?? ReadColors(Colors)), "_L.png", [(options.FramesFolder, options.LabelsFolder, listed)],
            $"{options.FramesFolder}/0001TP_006690.png");
    }

    private DataSet Read(
        ClassLabelEncoding encoding, string labelSuffix, (string Frames, string Labels, HashSet<string>? Listed)[] folders, string expected)
    {
        LabelColumn[] labels = [new("Segmentation", encoding)];
        var sequences = new SequenceGroups(labels);
        foreach (var folder in folders)
        {
            foreach (var file in Listed(folder.Frames, ".png", folder.Listed))
                Sequence(file).AddFrame(file);
            foreach (var file in Listed(folder.Labels, labelSuffix, folder.Listed))
                Sequence(file).AddLabel(0, file);
        }
        if (!sequences.Sequences.Any())
            throw new DirectoryNotFoundException(
                $"CamVid: expected frames {expected}, but {SequenceLayout.Describe(Path.Combine(root, folders[0].Frames))}.");
        return new DataSet("CamVid", root, sequences.Build(), labels);

        SequenceFiles Sequence(NumberedFile file) => sequences.Of(file.Group, file.Group[..Math.Max(0, file.Group.LastIndexOf('_'))]);
    }

    private IEnumerable<NumberedFile> Listed(string folder, string suffix, HashSet<string>? listed) =>
        NumberedFile.In(Path.Combine(root, folder), suffix)
            .Select(file => file.Expect(file.Number >= 0, "0001TP_006690" + suffix))
            .Where(file => listed is null || listed.Contains(Path.GetFileName(file.Path)[..^suffix.Length]));

    // Lines "R G B name"; Void is ignored.
    private static ClassLabelEncoding ReadColors(string path)
    {
        var (names, colors, ignored) = (new List<string>(), new Dictionary<int, int>(), new List<int>());
        foreach (var (index, line) in File.ReadLines(path).Index())
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
