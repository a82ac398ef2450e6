using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Data.Mixing;

/// <summary>The columns of several views together: every column that any view has.</summary>
internal sealed class MixedSchema
{
    private MixedSchema(IReadOnlyList<MixedColumn> columns)
    {
        Columns = columns;
        var builder = new DataViewSchema.Builder();
        foreach (var column in columns)
            builder.AddColumn(column.Name, column.Type, column.Annotations);
        Schema = builder.ToSchema();
    }

    public IReadOnlyList<MixedColumn> Columns { get; }

    public DataViewSchema Schema { get; }

    /// <exception cref="ArgumentException">The views are not compatible; the message names the views and the column.</exception>
    public static MixedSchema Of(IReadOnlyList<IDataView> views)
    {
        CheckFrames(views);
        var columns = new OrderedDictionary<string, MixedColumn>(StringComparer.Ordinal);
        foreach (var name in views.SelectMany(view => view.Schema).Where(column => !column.IsHidden).Select(column => column.Name).Distinct())
            columns.Add(name, Join(name, [.. views.Select(view => view.Schema.GetColumnOrNull(name))]));

        foreach (var label in columns.Values.Where(column => column.Type is TextDataViewType && PathColumn.NameOf(column.Name) is not null).ToArray())
        {
            if (MixedEncodings.Of(label) is not { } encodings) continue;
            var name = MixedEncodings.ColumnOf(label.Name);
            var own = columns.GetValueOrDefault(name)?.Sources ?? new DataViewSchema.Column?[views.Count];
            columns[name] = new MixedColumn(name, TextDataViewType.Instance, null, own, encodings);
        }
        return new MixedSchema([.. columns.Values]);
    }

    public static ArgumentException Mismatch(string message, string paramName = "views") => new(message, paramName);

    private static MixedColumn Join(string name, DataViewSchema.Column?[] sources)
    {
        var first = Array.FindIndex(sources, source => source is not null);
        var column = sources[first]!.Value;
        for (var i = 0; i < sources.Length; i++)
        {
            if (sources[i] is { } other && !other.Type.Equals(column.Type))
                throw Mismatch(
                    $"Column '{name}' must have the same type in every view, but is {column.Type} in views[{first}] and {other.Type} in "
                    + $"views[{i}].");
            if (sources[i] is null && !MixedColumn.CanBeMissing(column.Type))
                throw Mismatch(
                    $"Column '{name}' is in views[{first}] but not in views[{i}], and its type {column.Type} has no value for "
                    + "missing data: add it to one view or drop it from the other.");
        }
        var named = MixedEncodings.CheckClassNames(name, sources);
        return new MixedColumn(name, column.Type, (named ?? column).Annotations, sources);
    }

    private static void CheckFrames(IReadOnlyList<IDataView> views)
    {
        var frames = views.Select(view => Frames(view.Schema)).ToArray();
        var other = Array.FindIndex(frames, names => names != frames[0]);
        if (other > 0)
            throw Mismatch(
                $"The views must have the same frames, but views[0] has {Or(frames[0])} and views[{other}] has {Or(frames[other])}. Read "
                + "them with the same number of streams.");

        static string Or(string names) => names.Length > 0 ? names : "none";
    }

    /// <summary>The names of the frames, or of their paths if frames are not decoded.</summary>
    private static string Frames(DataViewSchema schema)
    {
        string[] names = [.. schema.Where(column => !column.IsHidden).Select(column => column.Name)];
        var decoded = names.Where(PathColumn.IsFrame);
        var paths = names.Where(name => PathColumn.NameOf(name) is { } frame && PathColumn.IsFrame(frame));
        return string.Join(", ", (decoded.Any() ? decoded : paths).Order(StringComparer.Ordinal).Select(name => $"'{name}'"));
    }
}
