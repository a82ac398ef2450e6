using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Pipeline;

/// <summary>Finds masks of 0 and 255 whose encoding ignores 255: everything that matters in them would be unlabelled.</summary>
internal static class ZeroAnd255Labels
{
    private const int Files = 16;

    /// <summary>A warning for each column of classes of which some evenly spread files hold only the first one and 255. Usually one file is read,
    /// as it holds another class.</summary>
    /// <param name="rows">Rows of paths.</param>
    /// <param name="columns">Their frame and label columns.</param>
    public static IEnumerable<string> Warnings(IDataView rows, IReadOnlyList<FrameColumn> columns)
    {
        var reader = new ImageFileReader();
        foreach (var column in columns)
        {
            if (column is { RowEncoding: null, Encoding: ClassLabelEncoding { ClassCount: >= 2, ClassOfColor: null } encoding }
                && encoding.IgnoredValues is [ClassLabelEncoding.Ignore]
                && Only0And255(Choose(rows, column.Path), encoding, reader) is > 0 and var files)
                yield return Message(column.Name, encoding, files);
        }
    }

    private static string Message(string name, ClassLabelEncoding encoding, int files)
    {
        var (first, second) = (encoding.ClassNames?[0] ?? "class 0", encoding.ClassNames?[1] ?? "class 1");
        var meant = encoding.ClassCount == 2 ? $"'{second}'" : "a class";
        return $"Label '{name}': of {files} label files that were looked at, spread over the data, every pixel is '{first}' or 255, which the "
            + $"encoding ignores. If 255 stands for {meant}, set the encoding ClassLabelEncoding.AnyMotion, in which every sample but 0 is the "
            + "second of two classes, or one that maps 255.";
    }

    // Files that were read; 0 if there is anything else than the first class and 255, or not both.
    private static int Only0And255(IReadOnlyList<string> paths, ClassLabelEncoding encoding, ImageFileReader reader)
    {
        var (files, ignored) = (0, false);
        foreach (var path in paths)
        {
            try
            {
                var classes = reader.ReadClasses(path, encoding);
                if (classes.ContainsAnyExcept((byte)0, ClassLabelEncoding.Ignore))
                    return 0;
                ignored |= classes.Contains(ClassLabelEncoding.Ignore);
                files += classes.Contains((byte)0) ? 1 : 0;
            }
            catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                // The error is raised, with the file's name, when the row is decoded.
            }
        }
        return ignored ? files : 0;
    }

    // Every step-th label file; the step doubles whenever too many have been chosen.
    private static List<string> Choose(IDataView rows, DataViewSchema.Column column)
    {
        var (chosen, seen, step) = (new List<string>(), 0L, 1L);
        using var cursor = rows.GetRowCursor([column]);
        var getter = cursor.GetGetter<ReadOnlyMemory<char>>(column);
        ReadOnlyMemory<char> path = default;
        while (cursor.MoveNext())
        {
            getter(ref path);
            if (path.IsEmpty || seen++ % step != 0)
                continue;
            chosen.Add(path.ToString());
            if (chosen.Count == 2 * Files)
            {
                chosen = [.. chosen.Where((_, i) => i % 2 == 0)];
                step *= 2;
            }
        }
        return chosen;
    }
}
