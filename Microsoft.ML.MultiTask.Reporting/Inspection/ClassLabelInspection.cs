using System.Text.Json.Serialization;

namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>What the files of a column of class labels hold: segmentation, motion, or any other label with a class per pixel.</summary>
public sealed record ClassLabelInspection : LabelInspection
{
    /// <summary>Every class of the encoding, in order, whether it occurs or not.</summary>
    [JsonPropertyOrder(1)]
    public required IReadOnlyList<ClassCount> Classes { get; init; }
}
