using System.Text.RegularExpressions;

namespace Microsoft.ML.MultiTask.Scoring;

/// <summary>What the name of a metric implies.</summary>
internal static partial class MetricNames
{
    /// <summary>Whether lower is better, as for every name that ends in <c>Error</c>; otherwise higher is.</summary>
    public static bool IsError(string name) => name.EndsWith("Error", StringComparison.Ordinal);

    /// <summary><c>PixelAccuracy</c> as <c>Pixel accuracy</c>, <c>MeanIoU</c> as <c>Mean IoU</c>.</summary>
    public static string InWords(string name) =>
        WordStart().Replace(name, word => " " + (word.Length > 1 ? word.Value : word.Value.ToLowerInvariant()));

    [GeneratedRegex("(?<=[a-z0-9])(?:IoU|[A-Z](?!$))")]
    private static partial Regex WordStart();
}
