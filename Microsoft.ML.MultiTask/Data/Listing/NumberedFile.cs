using System.Globalization;
using Microsoft.ML.MultiTask.Data.Rows;

namespace Microsoft.ML.MultiTask.Data.Listing;

/// <summary>A file whose name ends in a number and a known suffix: 000042.png, rgb_00042.jpg,
/// aachen_000000_000019_leftImg8bit.png.</summary>
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
    /// <remarks>Successive files that differ only in their number share a form, so a list of files takes little more memory than
    /// its numbers.</remarks>
    public static IEnumerable<NumberedFile> In(string folder, params string[] suffixes)
    {
        if (!Directory.Exists(folder))
            yield break;
        var start = System.IO.Path.Join(folder, "/");
        var last = default(NumberedFile);
        foreach (var path in Directory.EnumerateFiles(folder))
        {
            if (Parse(start, System.IO.Path.GetFileName(path.AsSpan()), suffixes, last) is not { } file)
                continue;
            last = file;
            yield return file;
        }
    }

    /// <summary>Parses a path; null if it ends in none of the suffixes.</summary>
    /// <param name="start">The folder, with a trailing separator.</param>
    /// <param name="name">The file's name.</param>
    /// <param name="suffixes">The known suffixes; the first match counts.</param>
    /// <param name="last">A file whose group and form are reused if they are the same.</param>
    public static NumberedFile? Parse(string start, ReadOnlySpan<char> name, string[] suffixes, NumberedFile last = default)
    {
        foreach (var suffix in suffixes)
        {
            if (!name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
                continue;
            var stem = name[..^suffix.Length];
            var group = stem.TrimEnd("0123456789");
            var digits = stem[group.Length..];
            if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                group = stem;
                digits = default;
                number = -1;
            }
            var end = name[^suffix.Length..];
            var isSame = last.Form is not null && group.SequenceEqual(last.Group) && digits.Length == last.Form.Digits
                && end.SequenceEqual(last.Form.End) && last.Form.Start.Length == start.Length + group.Length
                && last.Form.Start.StartsWith(start, StringComparison.Ordinal);
            return isSame
                ? last with { Number = number }
                : new NumberedFile(group.ToString(), number, new FileForm(string.Concat(start, group), digits.Length, end.ToString()));
        }
        return null;
    }
}
