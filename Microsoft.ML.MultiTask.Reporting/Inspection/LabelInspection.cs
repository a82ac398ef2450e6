using System.Text.Json.Serialization;

namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>What the files of a label column hold: a <see cref="ClassLabelInspection"/> or a
/// <see cref="DepthLabelInspection"/>.</summary>
/// <remarks>Pixels are counted at the files' own resolution, each file once, broken files not at all.</remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ClassLabelInspection), "class")]
[JsonDerivedType(typeof(DepthLabelInspection), "depth")]
public abstract record LabelInspection
{
    private protected LabelInspection()
    {
    }

    /// <summary>The label, such as <c>Segmentation</c>: its column of paths without "Path".</summary>
    public required string Name { get; init; }

    /// <summary>Rows of the data that name a label file; also rows that were not read.</summary>
    public required long LabelledRows { get; init; }

    /// <summary><see cref="LabelledRows"/> by the rows of the data, 0 to 1; null without any rows.</summary>
    public required double? Coverage { get; init; }

    /// <summary>Files that were read and are sound.</summary>
    public required long Files { get; init; }

    /// <summary>Pixels that have a label.</summary>
    public required long LabelledPixels { get; init; }

    /// <summary>Pixels that have none.</summary>
    public required long MissingPixels { get; init; }

    /// <summary><see cref="MissingPixels"/> by all pixels, 0 to 1; null without any.</summary>
    public double? MissingShare => Share(MissingPixels, LabelledPixels + MissingPixels);

    internal static double? Share(long part, long whole) => whole > 0 ? (double)part / whole : null;
}
