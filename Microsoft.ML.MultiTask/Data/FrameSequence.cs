using System.Globalization;

namespace Microsoft.ML.MultiTask;

/// <summary>The files of one video sequence, in the order of their frame numbers.</summary>
internal sealed class FrameSequence
{
    private static readonly string[] s_frameExtensions = [".png", ".jpg", ".jpeg"];

    private readonly int[] _numbers;
    private readonly string[] _frames;
    private readonly string[][] _labels;

    private FrameSequence(string name, int[] numbers, string[] frames, string[][] labels)
    {
        Name = name;
        _numbers = numbers;
        _frames = frames;
        _labels = labels;
    }

    /// <summary>The name of the sequence's folder.</summary>
    public string Name { get; }

    public int Count => _numbers.Length;

    /// <summary>The frame number of the frame at a position.</summary>
    public int Number(int position) => _numbers[position];

    /// <summary>The position of a frame number; negative if the sequence lacks that frame.</summary>
    public int PositionOf(long number) => number < 0 ? -1 : Array.BinarySearch(_numbers, (int)number);

    public string FramePath(int position) => _frames[position];

    /// <summary>The file of label <paramref name="label"/> of the layout; empty where that frame has none.</summary>
    public string LabelPath(int label, int position) => _labels[label][position];

    /// <summary>Whether the sequence has any file of label <paramref name="label"/>.</summary>
    public bool HasLabel(int label) => _labels[label].Any(path => path.Length > 0);

    /// <exception cref="InvalidDataException">There are no frames, or a label without one, or a file not named by a number.</exception>
    public static FrameSequence Read(string folder, SequenceLayout layout)
    {
        var name = Path.GetFileName(folder);
        var frames = NumberedFiles(Path.Combine(folder, layout.Frames), s_frameExtensions);
        if (frames.Count == 0)
            throw new InvalidDataException(
                $"Sequence '{name}': expected frames named NNNNNN.png or .jpg, "
                + $"but {SequenceLayout.Describe(Path.Combine(folder, layout.Frames))}.");

        var numbers = frames.Keys.ToArray();
        var labels = new string[layout.Labels.Count][];
        for (var i = 0; i < labels.Length; i++)
        {
            var files = NumberedFiles(Path.Combine(folder, layout.Labels[i].Folder), [".png"]);
            CheckPaired(name, layout.Labels[i].Folder, frames, files);
            labels[i] = Array.ConvertAll(numbers, number => files.GetValueOrDefault(number, ""));
        }
        return new FrameSequence(name, numbers, [.. frames.Values], labels);
    }

    private static void CheckPaired(
        string sequence, string folder, SortedDictionary<int, string> frames, SortedDictionary<int, string> labels)
    {
        var alone = labels.Where(label => !frames.ContainsKey(label.Key)).Select(label => Path.GetFileName(label.Value)).ToArray();
        if (alone.Length > 0)
            throw new InvalidDataException(
                $"Sequence '{sequence}': {alone.Length} of {labels.Count} labels in '{folder}' have no frame, the first is '{alone[0]}'; "
                + $"expected each to have the number of one of the {frames.Count} frames.");
    }

    private static SortedDictionary<int, string> NumberedFiles(string folder, string[] extensions)
    {
        var files = new SortedDictionary<int, string>();
        if (!Directory.Exists(folder))
            return files;
        foreach (var path in Directory.EnumerateFiles(folder))
        {
            if (!extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
                continue;
            if (!int.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                throw new InvalidDataException($"Image '{path}': expected a frame number such as 000042 for its name.");
            if (!files.TryAdd(number, path))
                throw new InvalidDataException($"Images '{path}' and '{files[number]}' are both frame {number}; expected one.");
        }
        return files;
    }
}
