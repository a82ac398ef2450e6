using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Microsoft.ML.MultiTask;

/// <summary>How tasks are written to models and predicted columns, and created from there.</summary>
public abstract partial class DenseTask
{
    private static readonly ConcurrentDictionary<string, Func<string, string, JsonObject, DenseTask>> s_kinds = new()
    {
        [nameof(Segmentation)] = SegmentationTask.FromSettings,
        [nameof(Depth)] = DepthTask.FromSettings,
        [nameof(Motion)] = MotionTask.FromSettings,
    };

    /// <summary>The name under which <see cref="Register"/> was told how to create such a task.</summary>
    protected abstract string Kind { get; }

    /// <summary>What, besides name and label column, is needed to create the same task again.</summary>
    protected virtual JsonObject Settings => [];

    /// <summary>
    /// Registers how to create the tasks of a kind, for loading and evaluating models that have one. Call it once per process; a later call
    /// replaces an earlier one. Thread-safe.
    /// </summary>
    /// <param name="kind">The tasks' <see cref="Kind"/>.</param>
    /// <param name="create">Creates a task from its name, its label column and its <see cref="Settings"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="kind"/> is empty or one of the package's own.</exception>
    public static void Register(string kind, Func<string, string, JsonObject, DenseTask> create)
    {
        ArgumentException.ThrowIfNullOrEmpty(kind);
        ArgumentNullException.ThrowIfNull(create);
        if (kind is nameof(Segmentation) or nameof(Depth) or nameof(Motion))
            throw new ArgumentException(
                $"'{kind}' is a kind of task of the package and cannot be registered. Choose another name for the task's Kind.", nameof(kind));
        s_kinds[kind] = create;
    }

    internal string ToJson() => new JsonObject
    {
        ["kind"] = Kind,
        ["name"] = Name,
        ["label"] = LabelColumnName,
        ["settings"] = Settings,
    }.ToJsonString();

    internal static DenseTask FromJson(string json)
    {
        var task = JsonNode.Parse(json)?.AsObject() ?? throw new JsonException("The description of a task must be a JSON object.");
        var kind = (string?)task["kind"] ?? "";
        if (!s_kinds.TryGetValue(kind, out var create))
            throw new InvalidOperationException(
                $"Tasks of kind '{kind}' are not registered in this process. Call DenseTask.Register(\"{kind}\", ...) before loading or "
                + "evaluating a model that has one.");
        return create((string)task["name"]!, (string)task["label"]!, task["settings"]!.AsObject());
    }
}
