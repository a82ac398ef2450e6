using Microsoft.ML.MultiTask.Data.Encodings;

namespace Microsoft.ML.MultiTask.Data.Mixing;

/// <summary>Combines the label encodings of several views in one column.</summary>
internal static class MixedEncodings
{
    /// <summary>The name of the column with per-row encodings for a path column.</summary>
    public static string ColumnOf(string paths) => PathColumn.NameOf(paths) + PathColumn.EncodingSuffix;

    /// <summary>The per-row encodings that are needed because the views' encodings differ.</summary>
    /// <returns>JSON per view, empty if it equals the column's annotation; null if all views have the same encoding.</returns>
    public static IReadOnlyList<string>? Of(MixedColumn label)
    {
        var encodings = label.Sources.Select(source => source is { } column ? ColumnAnnotations.GetEncoding(column) : null).ToArray();
        var first = Array.FindIndex(encodings, encoding => encoding is not null);
        if (first < 0) return null;
        for (var i = 0; i < encodings.Length; i++)
            if (label.Sources[i] is not null)
                Check(label.Name, (encodings[first]!, first), (encodings[i], i));

        var annotated = encodings[first]!.ToJson();
        string[] jsons = [.. encodings.Select(encoding => encoding?.ToJson() is { } json && json != annotated ? json : "")];
        return jsons.All(json => json.Length == 0) ? null : jsons;
    }

    /// <summary>Checks that label columns have the same class names.</summary>
    /// <returns>The first column with class names; null if there is none.</returns>
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
                $"Column '{name}' has an annotation with its label encoding in views[{first.View}] but not in views[{other.View}]. Add the "
                + $"annotation, add the encoding of each row as JSON in a text column '{ColumnOf(name)}', or decode the views before "
                + "joining them.");
        if (first.Encoding is ClassLabelEncoding { ClassNames: { } names } && other.Encoding is ClassLabelEncoding { ClassNames: { } others }
            && names.Count == others.Count)
            CheckNames(name, (names, first.View), (others, other.View));
        if (Kind(first.Encoding) != Kind(other.Encoding))
            throw MixedSchema.Mismatch(
                $"Column '{name}' holds {Kind(first.Encoding)} in views[{first.View}] but {Kind(other.Encoding)} in views[{other.View}]. "
                + "Read both with the option ClassMap to give them the same classes.");
    }

    private static void CheckNames(string name, (IReadOnlyList<string> Names, int View) first, (IReadOnlyList<string> Names, int View) other)
    {
        if (first.Names.Count != other.Names.Count)
            throw MixedSchema.Mismatch(
                $"Column '{name}' holds {first.Names.Count} classes in views[{first.View}] but {other.Names.Count} classes in "
                + $"views[{other.View}]. Read both with the option ClassMap to give them the same classes.");
        for (var c = 0; c < first.Names.Count; c++)
            if (first.Names[c] != other.Names[c])
                throw MixedSchema.Mismatch(
                    $"Class {c} of column '{name}' is '{first.Names[c]}' in views[{first.View}] but '{other.Names[c]}' in "
                    + $"views[{other.View}]. Read both with the option ClassMap to give them the same classes.");
    }

    private static string Kind(LabelEncoding encoding) => encoding is ClassLabelEncoding classes ? $"{classes.ClassCount} classes" : "depths";
}
