using System.Text.RegularExpressions;

namespace Microsoft.ML.MultiTask;

/// <summary>What the names of metrics tell: whether lower is better, and how to print them.</summary>
public static partial class MetricNames
{
    /// <summary>Whether lower is better: the name ends in <c>Error</c>. All other metrics are shares of 0 to 1, and higher is
    /// better.</summary>
    /// <param name="name">A metric's name, such as <c>AbsRelError</c>.</param>
    public static bool IsError(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.EndsWith("Error", StringComparison.Ordinal);
    }

    /// <summary>The name as words: <c>PixelAccuracy</c> as <c>Pixel accuracy</c>, <c>MeanIoU</c> as <c>Mean IoU</c>.</summary>
    /// <param name="name">A metric's name.</param>
    public static string InWords(string name) =>
        WordStart().Replace(name, word => " " + (word.Length > 1 ? word.Value : word.Value.ToLowerInvariant()));

    [GeneratedRegex("(?<=[a-z0-9])(?:IoU|[A-Z](?!$))")]
    private static partial Regex WordStart();
}
