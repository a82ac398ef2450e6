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
        isExpected ? this : throw new InvalidDataException($"Image '{Path}': expected a name with a frame number, such as {example}{Hint()}");

    /// <summary>These files, if their names have the same part before the number: the given one, or any if it is null.</summary>
    /// <exception cref="InvalidDataException">They do not.</exception>
    public static IReadOnlyList<NumberedFile> ExpectPrefix(IReadOnlyList<NumberedFile> files, string? prefix)
    {
        foreach (var file in files)
        {
            file.Expect(file.Number >= 0 && (prefix is null ? !file.IsTimeStamp : file.Group == prefix), (prefix ?? "") + "000042");
            if (prefix is null && file.Group != files[0].Group)
                throw new InvalidDataException(
                    $"Images '{files[0].Path}' and '{file.Path}': expected the same text before the frame number in all files of a folder, "
                    + $"but found '{files[0].Group}' and '{file.Group}'.");
        }
        return files;
    }

    /// <summary>Splits the name of a file that ends in a suffix of some length.</summary>
    public static NumberedFile Parse(string folder, string name, int suffix)
    {
        var (start, stem, end) = (System.IO.Path.Join(folder, "/"), name[..^suffix], name[^suffix..]);
        var group = stem.TrimEnd([.. "0123456789"]);
        return int.TryParse(stem[group.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new NumberedFile(group, number, new FileForm(start + group, stem.Length - group.Length, end))
            : new NumberedFile(stem, -1, new FileForm(start + stem, 0, end));
    }

    // Seconds with a fraction (1305031102.175304), or an integer beyond int.
    private bool IsTimeStamp => Group.Length > 0 && char.IsAsciiDigit(Group[0]) && Group.All(c => char.IsAsciiDigit(c) || c == '.');

    private string Hint() => !IsTimeStamp ? "."
        : (Group.Contains('.', StringComparison.Ordinal) ? ", and not a time." : $"; the number is too large, at most {int.MaxValue} is possible.")
            + " Files named by time can be listed in a table with columns Frame0Path and Frame1Path: see LoadFrameTable.";
}
