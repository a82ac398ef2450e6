using System.Text.Json.Nodes;

namespace Microsoft.ML.MultiTask;

/// <summary>How well the classes of pixels were predicted.</summary>
public sealed record SegmentationMetrics : TaskMetrics
{
    /// <summary>Share of the labelled pixels whose class was predicted, 0 to 1; NaN without any.</summary>
    public required double PixelAccuracy { get; init; }

    /// <summary>The mean of <see cref="PerClassIoU"/> over the classes that have one, 0 to 1; NaN without any.</summary>
    public required double MeanIoU { get; init; }

    /// <summary>The mean of <see cref="PerClassAccuracy"/> over the classes that have one, 0 to 1; NaN without any.</summary>
    public required double MeanClassAccuracy { get; init; }

    /// <summary>The mean of <see cref="PerClassIoU"/>, weighted by the classes' labelled pixels, 0 to 1; NaN without any.</summary>
    public required double FrequencyWeightedIoU { get; init; }

    /// <summary>
    /// Intersection over union of each class, 0 to 1: TP / (TP + FP + FN). Null, and left out of the mean as in Cityscapes' own evaluation,
    /// for a class that is neither labelled nor predicted anywhere.
    /// </summary>
    public required IReadOnlyList<double?> PerClassIoU { get; init; }

    /// <summary>
    /// Share of each class's labelled pixels that were predicted as it, 0 to 1: TP / (TP + FN). Null, and left out of the mean, for a class
    /// without labelled pixels.
    /// </summary>
    public required IReadOnlyList<double?> PerClassAccuracy { get; init; }

    /// <summary>The names of the classes if the label column is annotated with them, otherwise empty.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>The number of classes that <see cref="MeanIoU"/> averages.</summary>
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
