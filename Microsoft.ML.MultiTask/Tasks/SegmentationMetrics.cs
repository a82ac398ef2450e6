using System.Text.Json.Nodes;

namespace Microsoft.ML.MultiTask;

/// <summary>How well a class was predicted for every pixel.</summary>
public sealed record SegmentationMetrics : TaskMetrics
{
    /// <summary>The share of labelled pixels whose class was predicted, 0 to 1; NaN without any.</summary>
    public required double PixelAccuracy { get; init; }

    /// <summary>The mean of <see cref="PerClassIoU"/> over the classes that have one, 0 to 1; NaN without any.</summary>
    public required double MeanIoU { get; init; }

    /// <summary>The mean of <see cref="PerClassAccuracy"/> over the classes that have one, 0 to 1; NaN without any.</summary>
    public required double MeanClassAccuracy { get; init; }

    /// <summary>
    /// The mean of <see cref="PerClassIoU"/>, each weighted by the class's share of the labelled pixels, 0 to 1; NaN without any.
    /// </summary>
    public required double FrequencyWeightedIoU { get; init; }

    /// <summary>
    /// Intersection over union by class, 0 to 1: TP / (TP + FP + FN). Null for a class that occurs neither in the labels nor in the
    /// predictions; it is left out of the mean, as Cityscapes' own evaluation does.
    /// </summary>
    public required IReadOnlyList<double?> PerClassIoU { get; init; }

    /// <summary>
    /// The share of each class's labelled pixels that were predicted as that class, 0 to 1: TP / (TP + FN). Null for a class without
    /// labelled pixels; it is left out of the mean.
    /// </summary>
    public required IReadOnlyList<double?> PerClassAccuracy { get; init; }

    /// <summary>The classes' names, where the label column has them; otherwise empty.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>How many classes <see cref="MeanIoU"/> is the mean of.</summary>
    public int CountedClasses => PerClassIoU.Count(iou => iou is not null);

    /// <inheritdoc/>
    public override IReadOnlyList<KeyValuePair<string, double>> Values =>
    [
        new(nameof(PixelAccuracy), PixelAccuracy), new(nameof(MeanIoU), MeanIoU), new(nameof(MeanClassAccuracy), MeanClassAccuracy),
        new(nameof(FrequencyWeightedIoU), FrequencyWeightedIoU),
    ];

    internal override string RemarkOn(string metric) =>
        metric == nameof(MeanIoU) ? $"{CountedClasses} of {PerClassIoU.Count} classes occur" : "";

    internal override JsonObject ToJsonObject()
    {
        var json = base.ToJsonObject();
        json[nameof(CountedClasses)] = CountedClasses;
        json[nameof(PerClassIoU)] = new JsonArray([.. PerClassIoU.Select(Number)]);
        json[nameof(PerClassAccuracy)] = new JsonArray([.. PerClassAccuracy.Select(Number)]);
        if (ClassNames.Count > 0)
            json[nameof(ClassNames)] = new JsonArray([.. ClassNames.Select(name => (JsonNode)name)]);
        return json;
    }
}
