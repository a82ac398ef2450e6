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

    /// <summary>Tasks of other kinds that networks of this process have, by their JSON.</summary>
    private static readonly ConcurrentDictionary<string, DenseTask> s_known = new();

    private readonly Lazy<Guid> _instance = new(Guid.NewGuid);

    /// <summary>The name under which <see cref="Register"/> was told how to create such a task.</summary>
    protected abstract string Kind { get; }

    /// <summary>What, besides name and label column, is needed to create the same task again.</summary>
    protected virtual JsonObject Settings => [];

    /// <summary>
    /// Registers how to create the tasks of a kind, for loading models that have one, and for evaluating in another process than the one that
    /// trained. Call it once per process; a later call replaces an earlier one. Thread-safe.
    /// </summary>
    /// <param name="kind">The tasks' <see cref="Kind"/>.</param>
    /// <param name="create">Creates a task from its name, its label column and its <see cref="Settings"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="kind"/> is empty or one of the package's own.</exception>
    public static void Register(string kind, Func<string, string, JsonObject, DenseTask> create)
    {
        ArgumentException.ThrowIfNullOrEmpty(kind);
        ArgumentNullException.ThrowIfNull(create);
        if (IsOwn(kind))
            throw new ArgumentException(
                $"'{kind}' is a kind of task of the package and cannot be registered. Choose another name for the task's Kind.", nameof(kind));
        s_kinds[kind] = create;
    }

    /// <exception cref="InvalidOperationException">A derived task has the kind of another task of the package.</exception>
    internal string ToJson()
    {
        if (IsOwn(Kind) && GetType().Assembly != typeof(DenseTask).Assembly)
            throw Wrong($"{nameof(Kind)} must be a name of its own, but was '{Kind}', a kind of task of the package.");
        return Description().ToJsonString();
    }

    /// <summary><see cref="ToJson"/>, from which <see cref="FromJson"/> gives this task in this process, whether its kind is registered or not.</summary>
    internal string ToKnownJson()
    {
        string json = ToJson();
        if (IsOwn(Kind)) return json;
        var description = Description();
        description["instance"] = _instance.Value.ToString();        // two tasks can differ in what their Settings do not say
        json = description.ToJsonString();
        s_known[json] = this;
        return json;
    }

    internal static DenseTask FromJson(string json)
    {
        var task = JsonNode.Parse(json)?.AsObject() ?? throw new JsonException("The description of a task must be a JSON object.");
        var kind = (string?)task["kind"] ?? "";
        if (!s_kinds.TryGetValue(kind, out var create))
            return s_known.GetValueOrDefault(json) ?? throw new InvalidOperationException(
                $"Tasks of kind '{kind}' are not registered in this process. Call DenseTask.Register(\"{kind}\", ...) before loading or "
                + "evaluating a model that has one.");
        return create((string)task["name"]!, (string)task["label"]!, task["settings"]!.AsObject());
    }

    private JsonObject Description() => new() { ["kind"] = Kind, ["name"] = Name, ["label"] = LabelColumnName, ["settings"] = Settings };

    private static bool IsOwn(string kind) => kind is nameof(Segmentation) or nameof(Depth) or nameof(Motion);
}
