using System.Globalization;
using System.Text.Json.Nodes;

namespace Microsoft.ML.MultiTask;

/// <summary>The metrics of one task, over all labelled pixels of all rows.</summary>
public abstract record TaskMetrics
{
    /// <summary>The task's <see cref="DenseTask.Name"/>; empty in the result of <see cref="TaskMetric.Compute"/>.</summary>
    public string TaskName { get; init; } = "";

    /// <summary>The number of labelled pixels that were measured. All other values are NaN if it is 0.</summary>
    public required long LabelledPixels { get; init; }

    /// <summary>
    /// The metrics by name, in the order in which tables list them. Higher is better, except for names that end in <c>Error</c>.
    /// </summary>
    public abstract IReadOnlyList<KeyValuePair<string, double>> Values { get; }

    /// <summary>The metrics in one line, with four decimals in the invariant culture, <c>n/a</c> for NaN.</summary>
    public sealed override string ToString() => FormattableString.Invariant($"{(TaskName.Length == 0 ? GetType().Name : TaskName)}: ")
        + string.Join(", ", Values.Select(value => $"{value.Key} {Text(value.Value)}"))
        + FormattableString.Invariant($"; {LabelledPixels} labelled pixels");

    internal static string Text(double value) => double.IsNaN(value) ? "n/a" : value.ToString("F4", CultureInfo.InvariantCulture);

    /// <summary>A note beside a metric in tables, such as its unit; empty for none.</summary>
    internal virtual string RemarkOn(string metric) => "";

    internal virtual JsonObject ToJsonObject()
    {
        var json = new JsonObject { [nameof(LabelledPixels)] = LabelledPixels };
        foreach (var (name, value) in Values)
            json[name] = Number(value);
        return json;
    }

    /// <summary>A JSON number; null for NaN and infinity, which JSON does not have.</summary>
    private protected static JsonNode? Number(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
