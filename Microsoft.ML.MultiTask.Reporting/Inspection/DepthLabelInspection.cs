using System.Text.Json.Serialization;

namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>What the files of a column of depth labels hold. All metres are null without labelled pixels.</summary>
/// <remarks>A percentile is the smallest depth that at least so many of the labelled pixels do not exceed, to 1/100,000 of it.</remarks>
public sealed record DepthLabelInspection : LabelInspection
{
    /// <summary>The nearest pixel, metres.</summary>
    [JsonPropertyOrder(1)]
    public required double? MinimumMeters { get; init; }

    /// <summary>5 % of the pixels are not farther, metres.</summary>
    [JsonPropertyOrder(1)]
    public required double? Percentile5Meters { get; init; }

    /// <summary>Half of the pixels are not farther, metres.</summary>
    [JsonPropertyOrder(1)]
    public required double? MedianMeters { get; init; }

    /// <summary>95 % of the pixels are not farther, metres.</summary>
    [JsonPropertyOrder(1)]
    public required double? Percentile95Meters { get; init; }

    /// <summary>The farthest pixel, metres.</summary>
    [JsonPropertyOrder(1)]
    public required double? MaximumMeters { get; init; }
}
