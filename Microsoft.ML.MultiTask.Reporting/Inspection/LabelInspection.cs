using System.Text.Json.Serialization;

namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>The contents of a label column: a <see cref="ClassLabelInspection"/> or a <see cref="DepthLabelInspection"/>.</summary>
/// <remarks>Pixels are counted at the resolution of the files, each file once, without broken files.</remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ClassLabelInspection), "class")]
[JsonDerivedType(typeof(DepthLabelInspection), "depth")]
public abstract record LabelInspection
{
    private protected LabelInspection()
    {
    }

    /// <summary>The label's name, such as <c>Segmentation</c>: its column of paths without "Path".</summary>
    public required string Name { get; init; }

    /// <summary>Rows that name a label file, including rows that were not read.</summary>
    public required long LabelledRows { get; init; }

    /// <summary><see cref="LabelledRows"/> as a share of all rows, 0 to 1; null without rows.</summary>
    public required double? Coverage { get; init; }

    /// <summary>Intact files that were read.</summary>
    public required long Files { get; init; }

    /// <summary>Pixels with a label.</summary>
    public required long LabelledPixels { get; init; }

    /// <summary>Pixels without a label.</summary>
    public required long MissingPixels { get; init; }

    /// <summary><see cref="MissingPixels"/> as a share of all pixels, 0 to 1; null without pixels.</summary>
    public double? MissingShare => Share(MissingPixels, LabelledPixels + MissingPixels);

    /// <summary>What is probably wrong with the labels or their encoding, in whole sentences; null if nothing is.</summary>
    public string? Warning { get; init; }

    internal static double? Share(long part, long whole) => whole > 0 ? (double)part / whole : null;
}
