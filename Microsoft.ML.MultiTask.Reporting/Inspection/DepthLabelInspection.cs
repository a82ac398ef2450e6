using System.Text.Json.Serialization;

namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>The depths in a column of depth labels. All values are null without labelled pixels.</summary>
/// <remarks>Percentiles are over all labelled pixels, exact to 1/100,000 of their value.</remarks>
public sealed record DepthLabelInspection : LabelInspection
{
    /// <summary>Pixels beyond the encoding's <see cref="DepthLabelEncoding.FarthestMeters"/> or 100 km. They do not count as labelled.</summary>
    [JsonPropertyOrder(1)]
    public required long ImplausiblePixels { get; init; }

    /// <summary>The smallest depth, in metres.</summary>
    [JsonPropertyOrder(1)]
    public required double? MinimumMeters { get; init; }

    /// <summary>The 5th percentile, in metres.</summary>
    [JsonPropertyOrder(1)]
    public required double? Percentile5Meters { get; init; }

    /// <summary>The median depth, in metres.</summary>
    [JsonPropertyOrder(1)]
    public required double? MedianMeters { get; init; }

    /// <summary>The 95th percentile, in metres.</summary>
    [JsonPropertyOrder(1)]
    public required double? Percentile95Meters { get; init; }

    /// <summary>The largest depth, in metres.</summary>
    [JsonPropertyOrder(1)]
    public required double? MaximumMeters { get; init; }
}
