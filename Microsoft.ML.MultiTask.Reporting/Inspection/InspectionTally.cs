namespace Microsoft.ML.MultiTask.Reporting.Inspection;

/// <summary>Counts over files. Not thread-safe: each thread has its own, and they are added up at the end, in any order.</summary>
internal sealed class InspectionTally(IReadOnlyList<FrameColumn> columns)
{
    private readonly Dictionary<ImageSize, long> _sizes = [];
    private readonly SortedDictionary<(long Row, int Column), BrokenFile> _broken = [];

    /// <summary>The tally of each column; null for frames.</summary>
    public LabelTally?[] Labels { get; } = [.. columns.Select(column => column.Encoding is null ? null : LabelTally.For(column))];

    private long _turned;

    public void AddFrame(ImageSize size, bool isTurned)
    {
        AddFrames(size, 1);
        _turned += isTurned ? 1 : 0;
    }

    private void AddFrames(ImageSize size, long count) => _sizes[size] = _sizes.GetValueOrDefault(size) + count;

    public void AddBroken(InspectedFile file, long row, string problem) =>
        _broken.Add((row, file.Column), new BrokenFile(file.Path, columns[file.Column].Path.Name, row, problem));

    /// <summary>Adds the counts of another tally of the same columns.</summary>
    public void Add(InspectionTally other)
    {
        foreach (var (size, count) in other._sizes)
            AddFrames(size, count);
        _turned += other._turned;
        foreach (var (place, file) in other._broken)
            _broken.Add(place, file);
        for (var i = 0; i < Labels.Length; i++)
            Labels[i]?.Add(other.Labels[i]!);
    }

    /// <summary>The inspection, once all files of a walk are added.</summary>
    public DatasetInspection Result(RowWalk walk) => new()
    {
        Rows = walk.Rows,
        RowsRead = walk.RowsRead,
        Streams = columns.Count(column => column.Encoding is null),
        Sequences = walk.Sequences,
        RowsOfDistinctFrames = walk.RowsOfDistinctFrames,
        FrameSizes =
        [
            .. _sizes.OrderByDescending(size => size.Value).ThenBy(size => size.Key.Width).ThenBy(size => size.Key.Height)
                .Select(size => new FrameSizeCount(size.Key.Width, size.Key.Height, size.Value)),
        ],
        TurnedFrames = _turned,
        Labels = [.. Labels.Zip(walk.NamedFiles, (label, named) => label?.Result(walk.Rows, named)).OfType<LabelInspection>()],
        BrokenFiles = [.. _broken.Values],
    };
}
