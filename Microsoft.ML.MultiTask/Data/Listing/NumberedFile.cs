using System.Globalization;
using Microsoft.ML.MultiTask.Data.Rows;

namespace Microsoft.ML.MultiTask.Data.Listing;

/// <summary>A file whose name ends in a number and a known suffix: 000042.png, rgb_00042.jpg, aachen_000000_000019_leftImg8bit.png.</summary>
/// <param name="Group">The part of the name before the number; files of one group belong to one video.</param>
/// <param name="Number">The number; -1 if the name has none.</param>
/// <param name="Form">The rest of its path.</param>
internal readonly record struct NumberedFile(string Group, int Number, FileForm Form)
{
    /// <summary>The file's path.</summary>
    public string Path => Number < 0 ? Form.Start + Form.End : Form.PathOf(Number);

    /// <summary>Whether the name has a group, which ends in _, and a number.</summary>
    public bool HasGroupAndNumber => Number >= 0 && Group.Length > 1 && Group[^1] == '_';

    /// <summary>This file, if its name is as expected.</summary>
    /// <exception cref="InvalidDataException">It is not.</exception>
    public NumberedFile Expect(bool isExpected, string example) =>
        isExpected ? this : throw new InvalidDataException($"Image '{Path}': expected a name with a frame number, such as {example}.");

    /// <summary>The files of a folder that end in one of the suffixes, in no particular order; none if the folder does not exist.</summary>
    public static IEnumerable<NumberedFile> In(string folder, params string[] suffixes)
    {
        if (!Directory.Exists(folder))
            yield break;
        foreach (var path in Directory.EnumerateFiles(folder))
        {
            var name = System.IO.Path.GetFileName(path);
            if (Array.Find(suffixes, suffix => name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)) is { } suffix)
                yield return Parse(System.IO.Path.Join(folder, "/"), name[..^suffix.Length], name[^suffix.Length..]);
        }
    }

    private static NumberedFile Parse(string start, string stem, string end)
    {
        var group = stem.TrimEnd([.. "0123456789"]);
        return int.TryParse(stem[group.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new NumberedFile(group, number, new FileForm(start + group, stem.Length - group.Length, end))
            : new NumberedFile(stem, -1, new FileForm(start + stem, 0, end));
    }
}
