using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Microsoft.ML.MultiTask;

/// <summary>The metrics of each task of a network, by <see cref="DenseTask.Name"/>, in the order of the tasks.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "Named like ML.NET's other metrics.")]
public sealed class MultiTaskMetrics : IReadOnlyDictionary<string, TaskMetrics>
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    private readonly OrderedDictionary<string, TaskMetrics> _tasks;

    internal MultiTaskMetrics(IEnumerable<KeyValuePair<string, TaskMetrics>> tasks, long rows)
    {
        _tasks = new(tasks.Select(task => KeyValuePair.Create(task.Key, task.Value with { TaskName = task.Key })), StringComparer.Ordinal);
        Rows = rows;
    }

    /// <summary>The number of rows that were evaluated.</summary>
    public long Rows { get; }

    /// <summary>The metrics of the first segmentation task.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public SegmentationMetrics Segmentation => First<SegmentationMetrics>("segmentation");

    /// <summary>The metrics of the first depth task.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public DepthMetrics Depth => First<DepthMetrics>("depth");

    /// <summary>The metrics of the first motion task.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public MotionMetrics Motion => First<MotionMetrics>("motion");

    /// <inheritdoc/>
    public int Count => _tasks.Count;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _tasks.Keys;

    /// <inheritdoc/>
    public IEnumerable<TaskMetrics> Values => _tasks.Values;

    /// <inheritdoc/>
    public TaskMetrics this[string key] =>
        _tasks.TryGetValue(key, out var metrics)
            ? metrics
            : throw new KeyNotFoundException($"There is no task '{key}'; the tasks are {string.Join(", ", Keys)}.");

    /// <summary>The values by task name and metric name, as comparisons of networks take them.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> ToValues() =>
        new OrderedDictionary<string, IReadOnlyDictionary<string, double>>(_tasks.Select(task => KeyValuePair.Create(
            task.Key, (IReadOnlyDictionary<string, double>)new OrderedDictionary<string, double>(task.Value.Values))));

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _tasks.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out TaskMetrics value) => _tasks.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, TaskMetrics>> GetEnumerator() => _tasks.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>
    /// The metrics as a plain-text table: a line per value with four decimals and its unit, <c>n/a</c> for NaN, and why there are none of a task.
    /// </summary>
    public override string ToString()
    {
        List<string[]> rows = [["Task", "Metric", "Value", "Labelled pixels", ""]];
        foreach (var (name, task) in _tasks)
        {
            var first = rows.Count;
            rows.AddRange(task.Values.Select(value => new[] { "", value.Key, TaskMetrics.Text(value.Value), "", task.RemarkOn(value.Key) }));
            if (rows.Count == first)
                rows.Add(["", "", "", "", ""]);
            (rows[first][0], rows[first][3]) = (name, task.LabelledPixels.ToString("N0", CultureInfo.InvariantCulture));
            if (ReasonForNone(task) is { } reason)
                rows[first][4] = reason;
        }

        return Align(rows);
    }

    /// <summary>The metrics as JSON: an object per task, keyed by its name. NaN and infinity become null.</summary>
    public string ToJson() =>
        new JsonObject(_tasks.Select(task => KeyValuePair.Create(task.Key, (JsonNode?)task.Value.ToJsonObject()))).ToJsonString(s_indented);

    /// <summary>Why a task has no metrics; null if it has.</summary>
    internal string? ReasonForNone(TaskMetrics task) =>
        task.LabelledPixels > 0 ? null : Rows == 0 ? "the data has no rows" : FormattableString.Invariant($"no labelled pixel that counts in {Rows} rows");

    private static string Align(List<string[]> rows)
    {
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        string Cell(string[] row, int column) => column is 2 or 3 ? row[column].PadLeft(widths[column]) : row[column].PadRight(widths[column]);
        var table = new StringBuilder();
        foreach (var row in rows)
            table.AppendLine(string.Join("  ", row.Select((_, column) => Cell(row, column))).TrimEnd());
        return table.ToString();
    }

    private T First<T>(string kind)
        where T : TaskMetrics =>
        _tasks.Values.OfType<T>().FirstOrDefault()
        ?? throw new InvalidOperationException($"No {kind} task was evaluated; the tasks are {string.Join(", ", Keys)}.");
}
