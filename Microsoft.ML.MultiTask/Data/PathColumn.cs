namespace Microsoft.ML.MultiTask.Data;

/// <summary>How columns of paths are named: FrameK + "Path" for frames, any other name + "Path" for labels.</summary>
internal static class PathColumn
{
    /// <summary>What the names of columns of paths end in.</summary>
    public const string Suffix = "Path";

    /// <summary>What the names of columns of rows' own encodings end in.</summary>
    public const string EncodingSuffix = "Encoding";

    /// <summary>What a column of paths is decoded to: its name without the suffix; null for other columns.</summary>
    public static string? NameOf(string column) =>
        column.Length > Suffix.Length && column.EndsWith(Suffix, StringComparison.Ordinal) ? column[..^Suffix.Length] : null;

    /// <summary>Whether a name is that of a frame, not of a label.</summary>
    public static bool IsFrame(string name) =>
        name.Length > 5 && name.StartsWith("Frame", StringComparison.Ordinal) && name.AsSpan(5).IndexOfAnyExceptInRange('0', '9') < 0;
}
