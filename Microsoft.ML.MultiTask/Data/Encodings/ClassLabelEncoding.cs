namespace Microsoft.ML.MultiTask;

/// <summary>A label image whose samples or colours stand for classes: segmentation, motion, or any other task with a class per pixel.</summary>
/// <remarks>
/// Decoded labels are bytes, 0 to <paramref name="ClassCount"/> - 1, and <see cref="Ignore"/> for unlabelled pixels. Decoding raises an
/// error for a sample that is neither a class nor ignored, unless <see cref="OtherClass"/> is set.
/// </remarks>
/// <param name="ClassCount">Number of classes, 1 to 255.</param>
public sealed partial record ClassLabelEncoding(int ClassCount) : LabelEncoding
{
    /// <summary>The decoded value of an unlabelled pixel: 255.</summary>
    public const byte Ignore = 255;

    private const int MaxColor = 0xFFFFFF;

    /// <summary>The name of each class, in order; null if unknown.</summary>
    /// <value>Default null.</value>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>The class of each sample value; null if the sample is the class.</summary>
    /// <value>Values 0 to 65535, classes 0 to <see cref="ClassCount"/> - 1; several values may share a class. Default null.</value>
    public IReadOnlyDictionary<int, int>? ClassOfValue { get; init; }

    /// <summary>Sample values of unlabelled pixels. Not used for colours.</summary>
    /// <value>0 to 65535. Default 255.</value>
    public IReadOnlyList<int> IgnoredValues { get; init; } = [Ignore];

    /// <summary>The class of each colour, for label images whose colours stand for classes: 8-bit RGB, palette, or grey. Null if
    /// samples do.</summary>
    /// <value>Colours 0xRRGGBB, classes 0 to <see cref="ClassCount"/> - 1; several colours may share a class. Default null.</value>
    public IReadOnlyDictionary<int, int>? ClassOfColor { get; init; }

    /// <summary>Colours of unlabelled pixels. Used with <see cref="ClassOfColor"/>.</summary>
    /// <value>0xRRGGBB. Default none.</value>
    public IReadOnlyList<int> IgnoredColors { get; init; } = [];

    /// <summary>The class of all other samples or colours, or <see cref="Ignore"/>; null makes them an error.</summary>
    /// <value>0 to <see cref="ClassCount"/> - 1, or 255. Default null.</value>
    public int? OtherClass { get; init; }

    /// <summary>Fills a table with the decoded label of every 16-bit sample; -1 for samples that are an error.</summary>
    /// <param name="table">Receives 65,536 labels.</param>
    internal void FillTable(Span<short> table)
    {
        table.Fill((short)(OtherClass ?? -1));
        for (var value = 0; ClassOfValue is null && value < ClassCount; value++)
            table[value] = (short)value;
        foreach (var (value, index) in ClassOfValue ?? new Dictionary<int, int>())
            table[value] = (short)index;
        foreach (var value in IgnoredValues)
            table[value] = Ignore;
    }

    /// <summary>The class of a colour, or <see cref="Ignore"/>; null if the colour is an error.</summary>
    internal int? ClassOf(int color) =>
        IgnoredColors.Contains(color) ? Ignore : ClassOfColor!.TryGetValue(color, out var index) ? index : OtherClass;

    /// <summary>The valid samples or colours, for a message.</summary>
    internal string AllowedValues()
    {
        var classes = ClassOfColor is not null ? Colors(ClassOfColor.Keys)
            : ClassOfValue is not null ? string.Join(", ", ClassOfValue.Keys.Order())
            : $"0 to {ClassCount - 1}";
        var ignored = ClassOfColor is not null ? Colors(IgnoredColors) : string.Join(", ", IgnoredValues);
        return ignored.Length == 0 ? classes : $"{classes}, and {ignored} for unlabelled pixels";

        static string Colors(IEnumerable<int> colors) => string.Join(", ", colors.Order().Select(color => $"#{color:X6}"));
    }

    internal override void Validate()
    {
        base.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(ClassCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ClassCount, 255);
        if (ClassNames is not null && ClassNames.Count != ClassCount)
            throw new ArgumentException(
                $"'ClassNames' must have {ClassCount} names, one per class, but has {ClassNames.Count}.", nameof(ClassNames));
        if (ClassOfValue is not null && ClassOfColor is not null)
            throw new ArgumentException("'ClassOfValue' and 'ClassOfColor' exclude each other, but both are set.",
                nameof(ClassOfColor));
        CheckMap(ClassOfValue, ushort.MaxValue, nameof(ClassOfValue));
        CheckMap(ClassOfColor, MaxColor, nameof(ClassOfColor));
        CheckRange(IgnoredValues, ushort.MaxValue, nameof(IgnoredValues));
        CheckRange(IgnoredColors, MaxColor, nameof(IgnoredColors));
        if (OtherClass is { } other && other != Ignore && (other < 0 || other >= ClassCount))
            throw new ArgumentException(
                $"'OtherClass' must be 0 to {ClassCount - 1}, or {Ignore}, but was {other}.", nameof(OtherClass));
    }

    private void CheckMap(IReadOnlyDictionary<int, int>? map, int maximum, string property)
    {
        foreach (var (value, index) in map ?? new Dictionary<int, int>())
        {
            if (value < 0 || value > maximum || index < 0 || index >= ClassCount)
                throw new ArgumentException(
                    $"'{property}' must map values in 0 to {maximum} to classes in 0 to {ClassCount - 1}, but maps {value} to {index}.",
                    property);
        }
    }
}
