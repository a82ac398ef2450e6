using System.Text.Json.Serialization;

namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>The contents of a column of class labels: segmentation, motion, or any other label with a class per pixel.</summary>
public sealed record ClassLabelInspection : LabelInspection
{
    /// <summary>The classes of the encoding, in the order of their ids, including those that do not occur.</summary>
    [JsonPropertyOrder(1)]
    public required IReadOnlyList<ClassCount> Classes { get; init; }
}
