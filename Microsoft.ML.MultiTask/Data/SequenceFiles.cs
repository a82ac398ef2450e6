namespace Microsoft.ML.MultiTask.Data;

/// <summary>Collects the files of one sequence.</summary>
/// <param name="name">What the column Sequence will hold, and messages.</param>
/// <param name="labels">The labels of the data set.</param>
internal sealed class SequenceFiles(string name, IReadOnlyList<LabelColumn> labels)
{
    private readonly Dictionary<int, FileForm> _frames = [];
    private readonly Dictionary<int, FileForm>[] _labels = [.. labels.Select(_ => new Dictionary<int, FileForm>())];
    private readonly Func<int, LabelEncoding>?[] _encodings = new Func<int, LabelEncoding>?[labels.Count];

    public string Name => name;

    /// <summary>The numbers of the frames that make a row, those without a frame among them; null when all do.</summary>
    public HashSet<int>? Rows { get; set; }

    /// <summary>The numbers of the frames that have any label.</summary>
    public IEnumerable<int> Labelled => _labels.SelectMany(label => label.Keys).Distinct();

    public bool HasFrames => _frames.Count > 0;

    public bool HasFrame(int number) => _frames.ContainsKey(number);

    /// <exception cref="InvalidDataException">There is a frame of that number already.</exception>
    public void AddFrame(NumberedFile file) => Add(_frames, file);

    /// <summary>Adds a file of one label; its frame may come later.</summary>
    /// <exception cref="InvalidDataException">There is a label of that number already.</exception>
    public void AddLabel(int label, NumberedFile file) => Add(_labels[label], file);

    /// <summary>Where the frames of this sequence have encodings of their own: reads that of a frame number.</summary>
    public void SetEncodings(int label, Func<int, LabelEncoding> encodingOf) => _encodings[label] = encodingOf;

    /// <summary>The sequence.</summary>
    /// <exception cref="InvalidDataException">A label has no frame.</exception>
    public FrameSequence Build()
    {
        var numbers = _frames.Keys.ToArray();
        Array.Sort(numbers);
        var files = new LabelFiles[labels.Count];
        for (var i = 0; i < files.Length; i++)
        {
            CheckPaired(labels[i].Label, _labels[i]);
            files[i] = new LabelFiles(new NumberedFiles(numbers, _labels[i]),
                _encodings[i] is { } encodingOf ? position => encodingOf(numbers[position]).ToJson() : null);
        }
        return new FrameSequence(name, numbers, [new NumberedFiles(numbers, _frames)], files)
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
