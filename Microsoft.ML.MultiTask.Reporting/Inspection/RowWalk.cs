using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.ML.Data;
using Microsoft.ML.MultiTask.Reporting.Rows;

namespace Microsoft.ML.MultiTask.Reporting.Inspection;

/// <summary>Enumerates all rows once, counts their paths and sequences, and yields the rows whose files are to be read.</summary>
/// <remarks>Keeps a 16-byte hash per file to recognise repeated ones, and nothing per row.</remarks>
/// <param name="view">Rows of paths.</param>
/// <param name="columns">The columns of paths.</param>
/// <param name="rows">The number of rows.</param>
/// <param name="rowsToRead">The number of rows to yield, evenly spread.</param>
internal sealed class RowWalk(IDataView view, IReadOnlyList<FrameColumn> columns, long rows, long rowsToRead)
{
    private readonly int[] _frames = [.. Enumerable.Range(0, columns.Count).Where(i => columns[i].Encoding is null)];
    private readonly int _frame0 = columns.Index().First(column => column.Item.Name == "Frame0").Index;
    private readonly OrderedDictionary<string, long> _sequences = [];
    private readonly HashSet<UInt128> _seen = [];

    /// <summary>Rows enumerated so far.</summary>
    public long Rows { get; private set; }

    /// <summary>Rows yielded so far.</summary>
    public long RowsRead { get; private set; }

    /// <summary>Rows so far whose frames are all different files.</summary>
    public long RowsOfDistinctFrames { get; private set; }

    /// <summary>Rows so far that name a file, by column.</summary>
    public long[] NamedFiles { get; } = new long[columns.Count];

    /// <summary>Rows so far by sequence.</summary>
    public IReadOnlyList<SequenceRows> Sequences =>
        [.. _sequences.Select(sequence => new SequenceRows(sequence.Key, sequence.Value))];

    /// <summary>The rows to read, enumerated lazily.</summary>
    public IEnumerable<InspectedRow> Read()
    {
        DataViewSchema.Column[] sequence =
            [.. view.Schema.Where(column => column is { Name: "Sequence", IsHidden: false, Type: TextDataViewType })];
        var own = columns.Select(column => column.RowEncoding).OfType<DataViewSchema.Column>();
        using var cursor = view.GetRowCursor([.. columns.Select(column => column.Path), .. own, .. sequence]);
        Func<string>[] paths = [.. columns.Select(column => RowText.Reader(cursor, column.Path))];
        Func<string>?[] encodings = [.. columns.Select(column => column.RowEncoding is { } text ? RowText.Reader(cursor, text) : null)];
        var sequenceName = sequence.Select(column => RowText.Reader(cursor, column)).FirstOrDefault();
        while (cursor.MoveNext())
        {
            if (sequenceName?.Invoke() is { } name)
                _sequences[name] = _sequences.GetValueOrDefault(name) + 1;
            string[] files = [.. paths.Select(path => path())];
            for (var i = 0; i < files.Length; i++)
                NamedFiles[i] += files[i].Length > 0 ? 1 : 0;
            RowsOfDistinctFrames += _frames.DistinctBy(i => files[i]).Count() == _frames.Length ? 1 : 0;
            if (Rows++ == EvenSpread.Place(RowsRead, rowsToRead, rows))
            {
                RowsRead++;
                yield return Row(files, encodings);
            }
        }
    }

    private InspectedRow Row(string[] files, Func<string>?[] encodings)
    {
        var others = new List<InspectedFile>();
        var frame0 = new InspectedFile(_frame0, files[_frame0], IsNew(_frame0, files[_frame0]));
        for (var i = 0; i < files.Length; i++)
        {
            var isMissingLabel = files[i].Length == 0 && columns[i].Encoding is not null;
            if (i != _frame0 && !isMissingLabel && IsNew(i, files[i]))
                others.Add(Read(new InspectedFile(i, files[i], IsNew: true), encodings[i]));
        }
        return new InspectedRow(Rows - 1, frame0, others);
    }

    // Getting a row's own encoding may read another file, such as the camera's parameters.
    private static InspectedFile Read(InspectedFile file, Func<string>? encoding)
    {
        try
        {
            return file with { OwnEncoding = encoding?.Invoke() ?? "" };
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return file with { Problem = $"Label '{file.Path}': the encoding of its row cannot be read. {e.Message}" };
        }
    }

    // A frame counts once over all frame columns; a label file once per column, because one file may hold several labels (SYNTHIA).
    private bool IsNew(int column, string path)
    {
        if (path.Length == 0)
            return true;
        var key = (columns[column].Encoding is null ? "" : columns[column].Name) + "\0" + path;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(key.AsSpan()), hash);
        return _seen.Add(MemoryMarshal.Read<UInt128>(hash));
    }
}
