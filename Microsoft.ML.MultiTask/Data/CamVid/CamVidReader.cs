using System.Globalization;
using Microsoft.ML.MultiTask.Data.Listing;
using Microsoft.ML.MultiTask.Data.Rows;

namespace Microsoft.ML.MultiTask.Data.CamVid;

/// <summary>Lists the files of CamVid: the copy published with SegNet (train, trainannot, …) or the original (label_colors.txt).</summary>
internal sealed class CamVidReader
{
    private readonly string _root;
    private readonly CamVidOptions _options;

    public CamVidReader(string folder, CamVidOptions options)
    {
        _root = Path.GetFullPath(folder);
        _options = options;
    }

    private string Colors => Path.Combine(_root, "label_colors.txt");

    /// <exception cref="DirectoryNotFoundException">There are no frames in either layout.</exception>
    /// <exception cref="InvalidDataException">A label has no frame, a file name has no number, or a list or the colours cannot be
    /// read.</exception>
    public DataSet Read() => File.Exists(Colors) ? ReadOriginal() : ReadCopy();

    private DataSet ReadCopy()
    {
        DataSplit[] splits = _options.Split == DataSplit.All ? [DataSplit.Train, DataSplit.Validation, DataSplit.Test] : [_options.Split];
        LabelColumn[] labels = [new("Segmentation", _options.MappedSegmentation(ClassLabelEncoding.CamVid))];
        var sequences = new SortedDictionary<string, SequenceFiles>(StringComparer.Ordinal);
        foreach (var name in splits.Select(SplitList.NameOf))
            Add(sequences, labels, Path.Combine(_root, name), Path.Combine(_root, name + "annot"), ".png",
                SplitList.Read(Path.Combine(_root, name + ".txt")));
        if (sequences.Count == 0)
            throw new DirectoryNotFoundException(
                $"CamVid: expected frames {SplitList.NameOf(splits[0])}/0001TP_006690.png next to {SplitList.NameOf(splits[0])}annot, "
                + $"or label_colors.txt next to {_options.FramesFolder}, "
                + $"but {SequenceLayout.Describe(Path.Combine(_root, SplitList.NameOf(splits[0])))}.");
        return new DataSet("CamVid", _root, [.. sequences.Values.Select(sequence => sequence.Build())], labels);
    }

    private DataSet ReadOriginal()
    {
        var list = Path.Combine(_root, SplitList.NameOf(_options.Split) + ".txt");
        var listed = _options.Split == DataSplit.All ? null : SplitList.Read(list)
            ?? throw new DirectoryNotFoundException(
                $"CamVid: the original data set has no splits; expected 'Split' = All, or a list of the frames of {_options.Split} "
                + $"in '{list}'.");
        LabelColumn[] labels = [new("Segmentation", _options.MappedSegmentation(ReadColors(Colors)))];
        var sequences = new SortedDictionary<string, SequenceFiles>(StringComparer.Ordinal);
        var frames = Path.Combine(_root, _options.FramesFolder);
        Add(sequences, labels, frames, Path.Combine(_root, _options.LabelsFolder), "_L.png", listed);
        if (sequences.Count == 0)
            throw new DirectoryNotFoundException(
                $"CamVid: expected frames {_options.FramesFolder}/0001TP_006690.png, but {SequenceLayout.Describe(frames)}.");
        return new DataSet("CamVid", _root, [.. sequences.Values.Select(sequence => sequence.Build())], labels);
    }

    private static void Add(
        SortedDictionary<string, SequenceFiles> sequences, LabelColumn[] labels, string frames, string annotations, string labelSuffix,
        HashSet<string>? listed)
    {
        foreach (var file in Listed(frames, ".png", listed))
        {
            var name = file.Group[..Math.Max(0, file.Group.LastIndexOf('_'))];
            if (!sequences.TryGetValue(file.Group, out var sequence))
                sequences[file.Group] = sequence = new SequenceFiles(name, labels);
            sequence.AddFrame(file);
        }
        foreach (var file in Listed(annotations, labelSuffix, listed))
        {
            if (!sequences.TryGetValue(file.Group, out var sequence))
                throw new InvalidDataException($"Label '{file.Path}': expected a frame of the same name in '{frames}', but there is none.");
            sequence.AddLabel(0, file);
        }
    }

    private static IEnumerable<NumberedFile> Listed(string folder, string suffix, HashSet<string>? listed)
    {
        foreach (var file in NumberedFile.In(folder, suffix))
        {
            if (file.Number < 0)
                throw new InvalidDataException($"Image '{file.Path}': expected a name such as 0001TP_006690{suffix}.");
            if (listed is null || listed.Contains(Path.GetFileName(file.Path)[..^suffix.Length]))
                yield return file;
        }
    }

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
