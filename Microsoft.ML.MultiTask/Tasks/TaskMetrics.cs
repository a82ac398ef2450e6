using System.Text.Json.Nodes;

namespace Microsoft.ML.MultiTask;

/// <summary>The metrics of one task, over all labelled pixels of all rows.</summary>
public abstract record TaskMetrics
{
    /// <summary>The task's <see cref="DenseTask.Name"/>; empty for metrics that came from a metric alone.</summary>
    public string TaskName { get; init; } = "";

    /// <summary>How many pixels had a label and so were counted. All other values are NaN when it is 0.</summary>
    public required long LabelledPixels { get; init; }

    /// <summary>
    /// The metrics by name, in the order in which they are shown. Higher is better, except for names that end in <c>Error</c>.
    /// </summary>
    public abstract IReadOnlyList<KeyValuePair<string, double>> Values { get; }

    /// <summary>What a reader of the table should know beside a value, such as its unit; empty where the name says it all.</summary>
    internal virtual string RemarkOn(string metric) => "";

    internal virtual JsonObject ToJsonObject()
    {
        var json = new JsonObject { [nameof(LabelledPixels)] = LabelledPixels };
        foreach (var (name, value) in Values)
            json[name] = Number(value);
        return json;
    }

    /// <summary>JSON has no NaN and no infinity: they become null.</summary>
    private protected static JsonNode? Number(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
