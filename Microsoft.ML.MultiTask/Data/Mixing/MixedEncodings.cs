using Microsoft.ML.MultiTask.Data.Encodings;

namespace Microsoft.ML.MultiTask.Data.Mixing;

/// <summary>What the labels of several views mean, where a column of one name holds them all.</summary>
internal static class MixedEncodings
{
    /// <summary>The name of the column in which rows name the encoding of their own label, beside a column of paths.</summary>
    public static string ColumnOf(string paths) => PathColumn.NameOf(paths) + PathColumn.EncodingSuffix;

    /// <summary>The encodings that rows must name themselves because the views' differ.</summary>
    /// <param name="label">A column of paths.</param>
    /// <returns>A JSON for each view, empty where it is that of the column's annotation; null where all views agree.</returns>
    /// <exception cref="ArgumentException">Labels of one view cannot stand beside those of another; the message names both.</exception>
    public static IReadOnlyList<string>? Of(MixedColumn label)
    {
        var encodings = label.Sources.Select(source => source is { } column ? LabelAnnotations.Read(column) : null).ToArray();
        var first = Array.FindIndex(encodings, encoding => encoding is not null);
        if (first < 0) return null;
        for (var i = 0; i < encodings.Length; i++)
            if (label.Sources[i] is not null)
                Check(label.Name, (encodings[first]!, first), (encodings[i], i));

        var annotated = encodings[first]!.ToJson();
        string[] jsons = [.. encodings.Select(encoding => encoding?.ToJson() is { } json && json != annotated ? json : "")];
        return jsons.All(json => json.Length == 0) ? null : jsons;
    }

    /// <summary>Compares the names of the classes that columns of labels or their paths have.</summary>
    /// <returns>The first column whose classes have names; null without one.</returns>
    /// <exception cref="ArgumentException">Two views name a class differently; the message names both.</exception>
    public static DataViewSchema.Column? CheckClassNames(string name, IReadOnlyList<DataViewSchema.Column?> sources)
    {
        (IReadOnlyList<string> Names, int View)? first = null;
        for (var i = 0; i < sources.Count; i++)
        {
            if (sources[i] is not { } column || ColumnAnnotations.GetClassNames(column) is not { Count: > 0 } names) continue;
            first ??= (names, i);
            CheckNames(name, first.Value, (names, i));
        }
        return first is { View: var view } ? sources[view] : null;
    }

    private static void Check(string name, (LabelEncoding Encoding, int View) first, (LabelEncoding? Encoding, int View) other)
    {
        if (other.Encoding is null)
            throw MixedSchema.Mismatch(
                $"Column '{name}' says how its labels are encoded in views[{first.View}] but not in views[{other.View}]. Give each of its "
                + $"rows the JSON of their encoding in a text column '{ColumnOf(name)}' and the column an annotation, or decode the views "
                + "before they are joined.");
        if (first.Encoding is ClassLabelEncoding { ClassNames: { } names } && other.Encoding is ClassLabelEncoding { ClassNames: { } others }
            && names.Count == others.Count)
            CheckNames(name, (names, first.View), (others, other.View));
        if (Kind(first.Encoding) != Kind(other.Encoding))
            throw MixedSchema.Mismatch(
                $"Column '{name}' holds {Kind(first.Encoding)} in views[{first.View}] but {Kind(other.Encoding)} in views[{other.View}]. "
                + "Read both with an option ClassMap that gives them the same classes.");
    }

    private static void CheckNames(string name, (IReadOnlyList<string> Names, int View) first, (IReadOnlyList<string> Names, int View) other)
    {
        if (first.Names.Count != other.Names.Count)
            throw MixedSchema.Mismatch(
                $"Column '{name}' holds {first.Names.Count} classes in views[{first.View}] but {other.Names.Count} classes in "
                + $"views[{other.View}]. Read both with an option ClassMap that gives them the same classes.");
        for (var c = 0; c < first.Names.Count; c++)
            if (first.Names[c] != other.Names[c])
                throw MixedSchema.Mismatch(
                    $"Class {c} of column '{name}' is '{first.Names[c]}' in views[{first.View}] but '{other.Names[c]}' in "
                    + $"views[{other.View}]. Read both with an option ClassMap that gives them the same classes.");
    }

    private static string Kind(LabelEncoding encoding) => encoding is ClassLabelEncoding classes ? $"{classes.ClassCount} classes" : "depths";
}
