using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>
/// One dense prediction task: its label column, and three functions - the loss, the prediction that a decoder's output stands for,
/// and the metric. The trainer knows tasks only through this class; derive from it to add one.
/// </summary>
/// <remarks>
/// Shapes: N batch, C channels that the decoder emits, H W pixels. A missing label is <see cref="Ignore"/> in a byte label and NaN in
/// a float label. A derived task that is to be saved with a model also overrides <see cref="Settings"/> and is registered once per
/// process with <see cref="Register"/>.
/// </remarks>
public abstract partial class DenseTask
{
    /// <summary>The value of a byte label where nothing is known: the pixel takes part in neither loss nor metric.</summary>
    public const byte Ignore = 255;

    private static readonly ConcurrentDictionary<string, Func<string, string, JsonObject, DenseTask>> s_kinds = new(
        new Dictionary<string, Func<string, string, JsonObject, DenseTask>>
        {
            [SegmentationTask.KindName] = SegmentationTask.FromSettings,
            [DepthTask.KindName] = DepthTask.FromSettings,
            [MotionTask.KindName] = MotionTask.FromSettings,
        });

    /// <summary>Creates a task.</summary>
    /// <param name="name">A letter followed by letters, digits or underscores; unique within a network whatever the case.</param>
    /// <param name="labelColumnName">The column with the label; <paramref name="name"/> where null.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is not such a name.</exception>
    protected DenseTask(string name, string? labelColumnName = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!NamePattern().IsMatch(name))
            throw new ArgumentException(
                $"A task's name must be a letter followed by letters, digits or underscores, but was '{name}'.", nameof(name));
        Name = name;
        LabelColumnName = labelColumnName ?? name;
    }

    /// <summary>The task's name, such as <c>Segmentation</c>.</summary>
    public string Name { get; }

    /// <summary>
    /// The name in lower case: the key of the decoder's weights (<c>decoders.segmentation.score8.weight</c>) and of files.
    /// </summary>
    public string Key => Name.ToLowerInvariant();

    /// <summary>The column that holds the label, a vector of H x W items of <see cref="ItemType"/>.</summary>
    public string LabelColumnName { get; }

    /// <summary>The column that the transformer adds with the prediction, a vector of H x W items of <see cref="ItemType"/>.</summary>
    public string PredictedColumnName => "Predicted" + Name;

    /// <summary>The column that the transformer adds with the decoder's output when scores are asked for, Single [C, H, W].</summary>
    public string ScoreColumnName => Name + "Score";

    /// <summary>C, the number of channels that the task's decoder emits; at least 1.</summary>
    public abstract int OutputChannels { get; }

    /// <summary>Byte labels from this to 254 are an error: the number of classes, or 255 where any byte may be a label.</summary>
    public virtual int LabelLimit => Ignore;

    /// <summary>Whether a pixel of a float label is known. A batch without any such pixel takes no part in the task's training.</summary>
    /// <param name="label">The pixel's value.</param>
    public virtual bool IsLabelled(float label) => !float.IsNaN(label);

    /// <summary>The form of the task's loss.</summary>
    public abstract LossForm LossForm { get; }

    /// <summary>The type of a pixel in the label and in the prediction: Byte for classes, Single for quantities.</summary>
    public abstract PrimitiveDataViewType ItemType { get; }

    /// <summary>The name under which <see cref="Register"/> knows how to make such a task again.</summary>
    protected abstract string Kind { get; }

    /// <summary>What, beside name and label column, makes such a task again.</summary>
    protected virtual JsonObject Settings => [];

    /// <summary>The loss of one batch.</summary>
    /// <param name="output">What the decoder emits, float32 [N, C, H, W].</param>
    /// <param name="label">uint8 or float32 [N, H, W]; at least one pixel is labelled.</param>
    /// <returns>A scalar, the mean over the labelled pixels; differentiable in <paramref name="output"/>.</returns>
    public abstract Tensor Loss(Tensor output, Tensor label);

    /// <summary>The prediction that a decoder's output stands for.</summary>
    /// <param name="output">float32 [N, C, H, W].</param>
    /// <returns>uint8 or float32 [N, H, W], after <see cref="ItemType"/>.</returns>
    public abstract Tensor Predict(Tensor output);

    /// <summary>A new, empty metric for predictions of this task.</summary>
    public abstract TaskMetric CreateMetric();

    /// <summary>A new, empty metric that heeds what is asked of an evaluation; without an override, the task's usual one.</summary>
    /// <param name="options">How predictions are to be measured.</param>
    public virtual TaskMetric CreateMetric(EvaluationOptions options) => CreateMetric();

    /// <summary>Says how to make a task of a kind again when a model that holds it is loaded.</summary>
    /// <param name="kind">What the task's <see cref="Kind"/> returns.</param>
    /// <param name="create">Makes the task from its name, its label column's name and its <see cref="Settings"/>.</param>
    public static void Register(string kind, Func<string, string, JsonObject, DenseTask> create)
    {
        ArgumentException.ThrowIfNullOrEmpty(kind);
        ArgumentNullException.ThrowIfNull(create);
        s_kinds[kind] = create;
    }

    /// <summary>Per-pixel classification, trained by cross-entropy (MultiNet++, equation 4).</summary>
    /// <param name="classCount">Number of classes, 2 to 255; labels are 0 to classCount-1, or <see cref="Ignore"/>.</param>
    /// <param name="classWeights">A positive weight per class for the loss; null for equal weights.</param>
    /// <param name="name">The task's name.</param>
    /// <param name="labelColumnName">The column with the label; <paramref name="name"/> where null.</param>
    /// <exception cref="ArgumentException">An argument is out of its range.</exception>
    public static DenseTask Segmentation(
        int classCount, IReadOnlyList<float>? classWeights = null, string name = "Segmentation", string? labelColumnName = null) =>
        new SegmentationTask(classCount, classWeights, name, labelColumnName);

    /// <summary>Per-pixel depth, trained by the Huber loss (MultiNet++, equation 5).</summary>
    /// <param name="targetScale">
    /// Units of the training target in a metre. 1 trains on metres; the paper's 16-bit depth is 100 where it counts centimetres, or 256.
    /// </param>
    /// <param name="huberDelta">Where the loss turns from quadratic to linear, in units of the training target; the paper's is 250.</param>
    /// <param name="name">The task's name.</param>
    /// <param name="labelColumnName">The column with the label in metres; <paramref name="name"/> where null.</param>
    /// <exception cref="ArgumentException">An argument is out of its range.</exception>
    public static DenseTask Depth(
        double targetScale = 1, double huberDelta = 1, string name = "Depth", string? labelColumnName = null) =>
        new DepthTask(targetScale, huberDelta, name, labelColumnName);

    /// <summary>Which pixels belong to something that moves in the world: two classes, trained by cross-entropy.</summary>
    /// <param name="classWeights">The weights of static (0) and moving (1) pixels in the loss; null for equal weights.</param>
    /// <param name="name">The task's name.</param>
    /// <param name="labelColumnName">The column with the label; <paramref name="name"/> where null.</param>
    /// <exception cref="ArgumentException">An argument is out of its range.</exception>
    public static DenseTask Motion(
        IReadOnlyList<float>? classWeights = null, string name = "Motion", string? labelColumnName = null) =>
        new MotionTask(classWeights, name, labelColumnName);

    internal string ToJson() => new JsonObject
    {
        ["kind"] = Kind,
        ["name"] = Name,
        ["label"] = LabelColumnName,
        ["settings"] = Settings,
    }.ToJsonString();

    internal static DenseTask FromJson(string json)
    {
        var task = JsonNode.Parse(json)?.AsObject() ?? throw new JsonException("A task's description must be a JSON object.");
        var kind = (string?)task["kind"] ?? "";
        if (!s_kinds.TryGetValue(kind, out var create))
            throw new InvalidOperationException(
                $"The model holds a task of kind '{kind}', which this process does not know. Call DenseTask.Register(\"{kind}\", ...) "
                + "before loading it.");
        return create((string)task["name"]!, (string)task["label"]!, task["settings"]!.AsObject());
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]*$")]
    private static partial Regex NamePattern();
}
