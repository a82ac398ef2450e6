namespace Microsoft.ML.MultiTask;

public sealed partial record ClassLabelEncoding
{
    /// <summary>An encoding of the same images with other classes.</summary>
    /// <param name="map">The new class of each class, by name.</param>
    /// <exception cref="ArgumentException">The map is invalid, this encoding has no <see cref="ClassNames"/>, or the map covers none of
    /// them.</exception>
    public ClassLabelEncoding MapClasses(ClassMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        map.Validate();
        if (ClassNames is null)
            throw new ArgumentException("A class map needs class names, but the encoding's 'ClassNames' is null.",
                nameof(map));
        var known = ClassNames.Select(map.IndexOf).ToArray();
        if (known.All(index => index is null))
            throw new ArgumentException(
                $"The class map must cover some of the classes {string.Join(", ", ClassNames)}, but maps none of them to "
                + $"{string.Join(", ", map.Names)}.", nameof(map));

        int NewClass(int old) => (old == Ignore ? null : known[old]) ?? map.UnlabelledIndex;
        var values = (ClassOfValue ?? Enumerable.Range(0, ClassCount).ToDictionary(i => i, i => i))
            .Concat(IgnoredValues.Select(value => KeyValuePair.Create(value, (int)Ignore)));
        var colors = (ClassOfColor ?? new Dictionary<int, int>())
            .Concat(IgnoredColors.Select(color => KeyValuePair.Create(color, (int)Ignore)));
        var (classOfValue, ignoredValues) = Split(values, NewClass);
        var (classOfColor, ignoredColors) = Split(colors, NewClass);
        return this with
        {
            ClassCount = map.Names.Count,
            ClassNames = map.Names,
            ClassOfValue = ClassOfColor is null ? classOfValue : null,
            IgnoredValues = ClassOfColor is null ? ignoredValues : [],
            ClassOfColor = ClassOfColor is null ? null : classOfColor,
            IgnoredColors = ignoredColors,
            OtherClass = OtherClass is { } other ? NewClass(other) : null,
        };
    }

    // Later pairs override earlier ones: an ignored value is never a class.
    private static (Dictionary<int, int> Classes, int[] Ignored) Split(IEnumerable<KeyValuePair<int, int>> labels, Func<int, int> newClass)
    {
        var all = new Dictionary<int, int>();
        foreach (var (value, old) in labels)
            all[value] = newClass(old);
        return (all.Where(pair => pair.Value != Ignore).ToDictionary(),
            [.. all.Where(pair => pair.Value == Ignore).Select(pair => pair.Key)]);
    }
}
