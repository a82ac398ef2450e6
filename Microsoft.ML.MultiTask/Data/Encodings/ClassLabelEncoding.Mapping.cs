namespace Microsoft.ML.MultiTask;

public sealed partial record ClassLabelEncoding
{
    /// <summary>An encoding of the same images with other classes.</summary>
    /// <param name="map">What becomes of each class, by its name.</param>
    /// <exception cref="ArgumentException">The map is not valid, this encoding has no <see cref="ClassNames"/>, or the map knows none of
    /// them.</exception>
    public ClassLabelEncoding MapClasses(ClassMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        map.Validate();
        if (ClassNames is null)
            throw new ArgumentException("A class map needs the names of the classes, but the encoding's 'ClassNames' are null.",
                nameof(map));
        var known = ClassNames.Select(map.IndexOf).ToArray();
        if (known.All(index => index is null))
            throw new ArgumentException(
                $"The class map must name some of {string.Join(", ", ClassNames)}, but leads from none of them to "
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

    // Later pairs go before earlier ones: an ignored value is no class, whatever else says.
    private static (Dictionary<int, int> Classes, int[] Ignored) Split(IEnumerable<KeyValuePair<int, int>> labels, Func<int, int> newClass)
    {
        var all = new Dictionary<int, int>();
        foreach (var (value, old) in labels)
            all[value] = newClass(old);
        return (all.Where(pair => pair.Value != Ignore).ToDictionary(),
            [.. all.Where(pair => pair.Value == Ignore).Select(pair => pair.Key)]);
    }
}
