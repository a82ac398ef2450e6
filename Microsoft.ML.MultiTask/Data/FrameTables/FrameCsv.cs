using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace Microsoft.ML.MultiTask.Data.FrameTables;

/// <summary>A CSV file of paths, column by column.</summary>
internal sealed class FrameCsv
{
    private readonly Dictionary<string, List<string>> _columns = new(StringComparer.Ordinal);
    private readonly List<int> _lines = [];

    private FrameCsv(string path) => Path = path;

    /// <summary>The file's path.</summary>
    public string Path { get; }

    /// <summary>The column names, from the first line.</summary>
    public IReadOnlyCollection<string> Names => _columns.Keys;

    /// <summary>Lines after the first.</summary>
    public int Count => _lines.Count;

    /// <summary>The values of a column; null if there is no such column.</summary>
    public IReadOnlyList<string>? Column(string name) => _columns.GetValueOrDefault(name);

    /// <summary>The line number in the file of a row.</summary>
    public int Line(int row) => _lines[row];

    public static FrameCsv Read(string path, string separator)
    {
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = separator,
            TrimOptions = TrimOptions.Trim,
            DetectColumnCountChanges = true,
            CacheFields = true,                                     // names of sequences and encodings repeat
        };
        var table = new FrameCsv(path);
        using var reader = new StreamReader(path);
        using var csv = new CsvReader(reader, configuration);
        try
        {
            if (!csv.Read() || !csv.ReadHeader())
                throw new InvalidDataException(
                    $"Table '{path}': expected the column names in the first line, but the file is empty.");
            var columns = csv.HeaderRecord!.Select(table.Add).ToArray();
            while (csv.Read())
            {
                table._lines.Add(csv.Parser.RawRow);
                for (var i = 0; i < columns.Length; i++)
                    columns[i].Add(csv.GetField(i) ?? "");
            }
        }
        catch (CsvHelperException e)
        {
            throw new InvalidDataException(
                $"Table '{path}', line {csv.Parser.RawRow}: expected {table.Names.Count} values, as in the first line, "
                + "but the line cannot be parsed.", e);
        }
        return table;
    }

    private List<string> Add(string name)
    {
        var column = new List<string>();
        if (!_columns.TryAdd(name, column))
            throw new InvalidDataException($"Table '{Path}': expected each column once, but there are two named '{name}'.");
        return column;
    }
}
