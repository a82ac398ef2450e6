using System.Globalization;
using Microsoft.ML.MultiTask.Data.Listing;
using Microsoft.ML.MultiTask.Data.Rows;

namespace Microsoft.ML.MultiTask.Data.FrameTables;

/// <summary>Turns the lines of a CSV file of paths into sequences.</summary>
internal sealed class FrameTableReader
{
    private readonly FrameCsv _csv;
    private readonly FrameTableOptions _options;
    private readonly string _root;
    private readonly IReadOnlyList<string>[] _streams;
    private readonly LabelColumn[] _labels;
    private readonly (string Column, IReadOnlyList<string> Paths)[] _paths;

    public FrameTableReader(string path, FrameTableOptions options)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"Table '{path}': expected a CSV file, but {SequenceLayout.Describe(path)}.", path);
        _options = options;
        _csv = FrameCsv.Read(path, options.Separator);
        _root = Path.GetDirectoryName(_csv.Path)!;
        _streams = [.. Enumerable.Range(0, _csv.Names.Count).Select(k => _csv.Column($"Frame{k}Path"))
            .TakeWhile(column => column is not null)!];
        if (_streams.Length == 0)
            throw new InvalidDataException(
                $"Table '{path}': expected a column 'Frame0Path', but the columns are {string.Join(", ", _csv.Names)}.{SeparatorHint()}");
        if (_streams.Length > 1 && options.Streams > _streams.Length)
            throw new InvalidDataException(
                $"Table '{path}': expected columns up to 'Frame{options.Streams - 1}Path' for {options.Streams} streams, "
                + $"but the columns are {string.Join(", ", _csv.Names)}.");
        if (_streams.Length == 1 && options.Streams > 1 && _csv.Column("FrameIndex") is null)
            throw new InvalidDataException(
                $"Table '{path}': {options.Streams} streams need either columns Frame1Path, … or a column FrameIndex to find the "
                + $"predecessors, but the columns are {string.Join(", ", _csv.Names)}.");
        _labels = [.. _csv.Names.Select(LabelOf).OfType<string>().Select(label => new LabelColumn(label, Encoding(label)))];
        var paths = _streams.Select((_, k) => $"Frame{k}Path").Concat(_labels.Select(label => label.Label + PathColumn.Suffix));
        _paths = [.. paths.Select(column => (column, _csv.Column(column)!))];
        foreach (var label in options.LabelEncodings.Keys)
        {
            if (!_labels.Any(column => column.Label == label))
                throw new InvalidDataException(
                    $"Table '{path}': expected a column '{label}Path', because 'LabelEncodings' has '{label}', but the columns are "
                    + $"{string.Join(", ", _csv.Names)}.");
        }
    }

    public DataSet Read()
    {
        var kept = new List<int>();
        var (names, splits) = (_csv.Column("Sequence"), _csv.Column("Split"));
        if (_options.Split is not null && splits is null)
            throw new InvalidDataException(
                $"Table '{_csv.Path}': expected a column 'Split', but the columns are {string.Join(", ", _csv.Names)}.");
        for (var row = 0; row < _csv.Count; row++)
        {
            if (_streams[0][row].Length == 0)
                throw new InvalidDataException(
                    $"Table '{_csv.Path}', line {_csv.Line(row)}: expected a path in 'Frame0Path', but it is empty.");
            foreach (var (column, paths) in _paths)
                CheckPath(column, paths[row], row);
            if (_options.Split is null || _options.Split.Equals(splits![row], StringComparison.OrdinalIgnoreCase))
                kept.Add(row);
        }
        if (kept.Count == 0)
            throw new InvalidDataException(
                $"Table '{_csv.Path}': expected rows{(_options.Split is { } split ? $" whose 'Split' is '{split}'" : "")}, "
                + $"but none of {_csv.Count} rows qualifies.");
        var sequences = kept.GroupBy(row => names?[row] ?? Path.GetFileNameWithoutExtension(_csv.Path));
        return new DataSet("Table", _csv.Path, [.. sequences.Select(rows => Sequence(rows.Key, [.. rows]))], _labels) { Warnings = [.. Missing(kept)] };
    }

    // A warning, not an error: files may be on their way, and rows that are left out later need none.
    private IEnumerable<string> Missing(List<int> rows)
    {
        var (count, first) = (0, "");
        foreach (var row in rows)
        {
            foreach (var (column, paths) in _paths)
            {
                if (paths[row].Length > 0 && !File.Exists(FullPath(paths[row])) && count++ == 0)
                    first = $"line {_csv.Line(row)}, '{column}': '{FullPath(paths[row])}'";
            }
        }
        if (count > 0)
            yield return $"Table '{_csv.Path}' names {(count == 1 ? "a file that does not exist" : $"{count} files that do not exist, the first")} "
                + $"in {first}. Reading such a row will fail.";
    }

    private FrameSequence Sequence(string name, int[] order)
    {
        var numbers = _csv.Column("FrameIndex") is { } indices
            ? order.Select(row => Number(indices[row], row)).ToArray()
            : [.. Enumerable.Range(0, order.Length)];
        if (_streams.Length == 1)
        {
            Array.Sort(numbers, order);
            CheckDistinct(name, numbers, order);
        }
        var labels = _labels.Select(label => new LabelFiles(Files(_csv.Column(label.Label + PathColumn.Suffix)!, order))).ToArray();
        for (var i = 0; i < labels.Length; i++)
        {
            if (_csv.Column(_labels[i].Label + PathColumn.EncodingSuffix) is { } encodings)
                labels[i] = labels[i] with { EncodingOf = position => encodings[order[position]] };
        }
        return new FrameSequence(name, numbers, [.. _streams.Select(column => Files(column, order))], labels);
    }

    private Func<int, string> Files(IReadOnlyList<string> column, int[] order) =>
        position => column[order[position]] is { Length: > 0 } path ? FullPath(path) : "";

    private string FullPath(string path) => Path.Combine(_root, OfThisSystem(path));

    // Relative paths may have the back-slashes of Windows on every system.
    private static string OfThisSystem(string path) => Path.DirectorySeparatorChar == '\\' ? path : path.Replace('\\', '/');

    private void CheckPath(string column, string path, int row)
    {
        var isWindows = path.StartsWith(@"\\", StringComparison.Ordinal)
            || (path.Length > 2 && char.IsAsciiLetter(path[0]) && path[1] == ':' && path[2] is '\\' or '/');
        if (isWindows && !OperatingSystem.IsWindows())
            throw new InvalidDataException(
                $"Table '{_csv.Path}', line {_csv.Line(row)}: expected a path of this system in '{column}', or one relative to the table's folder, "
                + $"but found the Windows path '{path}'.");
    }

    private int Number(string text, int row) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new InvalidDataException(
            $"Table '{_csv.Path}', line {_csv.Line(row)}: expected a frame number of 0 or more in 'FrameIndex', but found '{text}'.");

    private void CheckDistinct(string name, int[] numbers, int[] rows)
    {
        for (var i = 1; i < numbers.Length; i++)
        {
            if (numbers[i] == numbers[i - 1])
                throw new InvalidDataException(
                    $"Table '{_csv.Path}', lines {_csv.Line(rows[i - 1])} and {_csv.Line(rows[i])}: "
                    + $"expected each 'FrameIndex' of sequence '{name}' once, but both are {numbers[i]}.");
        }
    }

    private LabelEncoding Encoding(string label) => _options.EncodingOf(label) ?? throw new InvalidDataException(
        $"Table '{_csv.Path}': column '{label}{PathColumn.Suffix}' needs an encoding in 'LabelEncodings', which has "
        + $"{(_options.LabelEncodings.Count == 0 ? "none" : string.Join(", ", _options.LabelEncodings.Keys))}.");

    // Excel writes semicolons where numbers have decimal commas.
    private string SeparatorHint()
    {
        if (_csv.Names.Count != 1)
            return "";
        var other = ",;\t|".FirstOrDefault(separator => _csv.Names.First().Split(separator).Contains("Frame0Path"));
        return other == default ? "" : $" Is the separator '{(other == '\t' ? "\\t" : $"{other}")}'? Then set option 'Separator'.";
    }

    private static string? LabelOf(string column) => PathColumn.NameOf(column) is { } name && !PathColumn.IsFrame(name) ? name : null;
}
