namespace Microsoft.ML.MultiTask;

/// <summary>A label image whose samples name classes: segmentation, motion, or any other task with a class for each pixel.</summary>
/// <remarks>
/// Decoded labels are bytes, 0 to <paramref name="ClassCount"/> - 1, and <see cref="Ignore"/> where a pixel is not labelled.
/// A sample that is neither a class nor in <see cref="IgnoredValues"/> is an error when it is met.
/// </remarks>
/// <param name="ClassCount">Number of classes, 1 to 255.</param>
public sealed record ClassLabelEncoding(int ClassCount) : LabelEncoding
{
    /// <summary>The decoded label of a pixel without one: 255.</summary>
    public const byte Ignore = 255;

    private static readonly string[] s_cityscapesNames =
    [
        "road", "sidewalk", "building", "wall", "fence", "pole", "traffic light", "traffic sign", "vegetation", "terrain",
        "sky", "person", "rider", "car", "truck", "bus", "train", "motorcycle", "bicycle",
    ];

    private static readonly string[] s_synthiaNames =
    [
        "sky", "building", "road", "sidewalk", "fence", "vegetation", "pole", "car", "sign", "pedestrian",
        "bicycle", "lane marking", "traffic light",
    ];

    /// <summary>The 19 training classes of Cityscapes, as samples 0 to 18; 255 is ignored.</summary>
    public static ClassLabelEncoding Cityscapes { get; } = new(19) { ClassNames = s_cityscapesNames };

    /// <summary>
    /// The 13 classes of SYNTHIA's video sequences: samples 1 to 12 and 15 become 0 to 12; void (0) and the reserved 13 and 14 are ignored.
    /// </summary>
    public static ClassLabelEncoding Synthia { get; } = new(13)
    {
        ClassNames = s_synthiaNames,
        ClassOfValue = Enumerable.Range(1, 12).Append(15).Index().ToDictionary(pair => pair.Item, pair => pair.Index),
        IgnoredValues = [0, 13, 14],
    };

    /// <summary>Samples 0 static and 1 moving; 255 is ignored.</summary>
    public static ClassLabelEncoding Motion { get; } = new(2) { ClassNames = ["static", "moving"] };

    /// <summary>A name for each class, in order; null when not known.</summary>
    /// <value>Default null.</value>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>The class of each sample value that stands for one; null when the sample is the class.</summary>
    /// <value>Values 0 to 65535, classes 0 to <see cref="ClassCount"/> - 1; several values may share a class. Default null.</value>
    public IReadOnlyDictionary<int, int>? ClassOfValue { get; init; }

    /// <summary>Sample values of pixels that have no label.</summary>
    /// <value>0 to 65535. Default 255.</value>
    public IReadOnlyList<int> IgnoredValues { get; init; } = [Ignore];

    /// <summary>The decoded label of every 16-bit sample; -1 for those that may not occur.</summary>
    internal short[] ToTable()
    {
        var table = new short[ushort.MaxValue + 1];
        Array.Fill(table, (short)-1);
        foreach (var (value, index) in ClassOfValue ?? Enumerable.Range(0, ClassCount).ToDictionary(i => i, i => i))
            table[value] = (short)index;
        foreach (var value in IgnoredValues)
            table[value] = Ignore;
        return table;
    }

    /// <summary>The samples that may occur, in words for a message.</summary>
    internal string AllowedValues()
    {
        var values = ClassOfValue is null ? $"0 to {ClassCount - 1}" : string.Join(", ", ClassOfValue.Keys.Order());
        return IgnoredValues.Count == 0 ? values : $"{values}, and {string.Join(", ", IgnoredValues)} for pixels without a label";
    }

    internal override void Validate()
    {
        base.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(ClassCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ClassCount, 255);
        if (ClassNames is not null && ClassNames.Count != ClassCount)
            throw new ArgumentException(
                $"'ClassNames' must have one name for each of {ClassCount} classes, but has {ClassNames.Count}.", nameof(ClassNames));
        foreach (var (value, index) in ClassOfValue ?? new Dictionary<int, int>())
        {
            if (value is < 0 or > ushort.MaxValue || index < 0 || index >= ClassCount)
                throw new ArgumentException(
                    $"'ClassOfValue' must map values of 0 to 65535 to classes of 0 to {ClassCount - 1}, but maps {value} to {index}.",
                    nameof(ClassOfValue));
        }
        foreach (var value in IgnoredValues)
        {
            if (value is < 0 or > ushort.MaxValue)
                throw new ArgumentException($"'IgnoredValues' must be of 0 to 65535, but has {value}.", nameof(IgnoredValues));
        }
    }
}
