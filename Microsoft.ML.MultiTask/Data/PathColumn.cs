namespace Microsoft.ML.MultiTask.Data;

/// <summary>The naming of path columns: FrameK + "Path" for frames, any other name + "Path" for labels.</summary>
internal static class PathColumn
{
    /// <summary>The suffix of path columns.</summary>
    public const string Suffix = "Path";

    /// <summary>The suffix of columns with per-row encodings.</summary>
    public const string EncodingSuffix = "Encoding";

    /// <summary>The name of the column that a path column is decoded to: the name without the suffix. Null for other columns.</summary>
    public static string? NameOf(string column) =>
        column.Length > Suffix.Length && column.EndsWith(Suffix, StringComparison.Ordinal) ? column[..^Suffix.Length] : null;

    /// <summary>Whether a name is that of a frame, such as Frame0, and not of a label.</summary>
    public static bool IsFrame(string name) =>
        name.Length > 5 && name.StartsWith("Frame", StringComparison.Ordinal) && name.AsSpan(5).IndexOfAnyExceptInRange('0', '9') < 0;
}
