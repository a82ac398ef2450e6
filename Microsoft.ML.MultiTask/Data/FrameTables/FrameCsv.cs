using System.Globalization;
using System.Text;
using System.Text.Unicode;
using CsvHelper;
using CsvHelper.Configuration;
using Microsoft.ML.MultiTask.Persistence;

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
        using var reader = new StreamReader(new MemoryStream(ReadUtf8(path)));                    // UTF-16 with a byte order mark is detected
        using var csv = new CsvReader(reader, configuration);
        try
        {
            if (!csv.Read() || !csv.ReadHeader())
                throw new InvalidDataException(
                    $"Table '{path}': expected the column names in the first line, but the file is empty.");
            if (csv.HeaderRecord![0].StartsWith('#'))
                throw new InvalidDataException(
                    $"Table '{path}', line {csv.Parser.RawRow}: expected the column names, but found a comment, which tables cannot have: "
                    + $"'{Line(csv)}'.");
            var columns = csv.HeaderRecord!.Select(table.Add).ToArray();
            while (csv.Read())
            {
                table._lines.Add(csv.Parser.RawRow);
                for (var i = 0; i < columns.Length; i++)
                    columns[i].Add(csv.GetField(i) ?? "");
            }
        }
        catch (CsvHelperException)                                  // its message is the reader's state, so it is not kept
        {
            throw new InvalidDataException(
                $"Table '{path}', line {csv.Parser.RawRow}: expected {table.Names.Count} values, as in the first line, but found "
                + $"{csv.Parser.Count} in '{Line(csv)}'. A value that contains the separator or a quote must be in double quotes.");
        }
        return table;
    }

    // The text of the current line, shortened for a message.
    private static string Line(CsvReader csv)
    {
        var line = csv.Parser.RawRecord.TrimEnd('\r', '\n');
        return line.Length > 80 ? line[..80] + "…" : line;
    }

    // Bytes in another encoding would be replaced without a word, and so name other files.
    private static byte[] ReadUtf8(string path)
    {
        var bytes = RegularFile.ReadAllBytes(path);
        ReadOnlySpan<byte> rest = bytes;
        if (rest.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || rest.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            return bytes;
        for (var number = 1; !rest.IsEmpty; number++)
        {
            var end = rest.IndexOf((byte)'\n') is >= 0 and var newLine ? newLine + 1 : rest.Length;
            if (!Utf8.IsValid(rest[..end]))
                throw new InvalidDataException(
                    $"Table '{path}', line {number}: expected text in UTF-8, but '{Encoding.Latin1.GetString(rest[..end]).TrimEnd()}' is in another "
                    + "encoding, such as Windows-1252. Save the table as UTF-8 (in Excel: \"CSV UTF-8\").");
            rest = rest[end..];
        }
        return bytes;
    }

    private List<string> Add(string name)
    {
        var column = new List<string>();
        if (!_columns.TryAdd(name, column))
            throw new InvalidDataException($"Table '{Path}': expected each column once, but there are two named '{name}'.");
        return column;
    }
}
