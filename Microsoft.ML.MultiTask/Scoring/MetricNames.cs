using System.Text.RegularExpressions;

namespace Microsoft.ML.MultiTask.Scoring;

/// <summary>What a metric's name says of it.</summary>
internal static partial class MetricNames
{
    /// <summary>Whether lower is better; the others are shares of 0 to 1, where higher is better.</summary>
    public static bool IsError(string name) => name.EndsWith("Error", StringComparison.Ordinal);

    /// <summary><c>PixelAccuracy</c> as <c>Pixel accuracy</c>, <c>MeanIoU</c> as <c>Mean IoU</c>.</summary>
    public static string InWords(string name) =>
        WordStart().Replace(name, word => " " + (word.Length > 1 ? word.Value : word.Value.ToLowerInvariant()));

    [GeneratedRegex("(?<=[a-z0-9])(?:IoU|[A-Z](?!$))")]
    private static partial Regex WordStart();
}
