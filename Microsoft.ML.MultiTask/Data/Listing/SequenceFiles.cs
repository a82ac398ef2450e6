using Microsoft.ML.MultiTask.Data.Rows;

namespace Microsoft.ML.MultiTask.Data.Listing;

/// <summary>Collects the files of one sequence, whose name is the value of the column Sequence.</summary>
internal sealed class SequenceFiles(string name, IReadOnlyList<LabelColumn> labels)
{
    private readonly Dictionary<int, FileForm> _frames = [];
    private readonly Dictionary<int, FileForm>[] _labels = [.. labels.Select(_ => new Dictionary<int, FileForm>())];
    private readonly Func<int, LabelEncoding>?[] _encodings = new Func<int, LabelEncoding>?[labels.Count];

    public string Name => name;

    /// <summary>The numbers of the frames that make a row, possibly including numbers without a frame; null if all frames do.</summary>
    public HashSet<int>? Rows { get; set; }

    /// <summary>The numbers of the frames that have any label.</summary>
    public IEnumerable<int> Labelled => _labels.SelectMany(label => label.Keys).Distinct();

    public bool HasFrames => _frames.Count > 0;

    public bool HasFrame(int number) => _frames.ContainsKey(number);

    public void AddFrame(NumberedFile file) => Add(_frames, file);

    /// <summary>Adds a label file; its frame may be added later.</summary>
    public void AddLabel(int label, NumberedFile file) => Add(_labels[label], file);

    /// <summary>Gives the frames of this sequence encodings of their own, read by frame number.</summary>
    public void SetEncodings(int label, Func<int, LabelEncoding> encodingOf) => _encodings[label] = encodingOf;

    public FrameSequence Build()
    {
        var numbers = _frames.Keys.ToArray();
        Array.Sort(numbers);
        var files = new LabelFiles[labels.Count];
        for (var i = 0; i < files.Length; i++)
        {
            CheckPaired(labels[i].Label, _labels[i]);
            files[i] = new LabelFiles(new NumberedFiles(numbers, _labels[i]).PathOf,
                _encodings[i] is { } encodingOf ? position => encodingOf(numbers[position]).ToJson() : null);
        }
        return new FrameSequence(name, numbers, [new NumberedFiles(numbers, _frames).PathOf], files)
        {
            MakesRow = Rows is null ? null : Array.ConvertAll(numbers, Rows.Contains),
        };
    }

    private void CheckPaired(string label, Dictionary<int, FileForm> files)
    {
        var alone = files.Where(file => !_frames.ContainsKey(file.Key)).OrderBy(file => file.Key).ToArray();
        if (alone.Length > 0)
            throw new InvalidDataException(
                $"Sequence '{name}': {alone.Length} of {files.Count} {label} labels have no frame, the first is "
                + $"'{alone[0].Value.PathOf(alone[0].Key)}'; expected each to have the number of one of the {_frames.Count} frames.");
    }

    private static void Add(Dictionary<int, FileForm> files, NumberedFile file)
    {
        if (!files.TryAdd(file.Number, file.Form))
            throw new InvalidDataException(
                $"Images '{file.Path}' and '{files[file.Number].PathOf(file.Number)}' are both frame {file.Number}; expected one.");
    }
}
