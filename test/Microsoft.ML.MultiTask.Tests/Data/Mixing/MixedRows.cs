using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Small views to mix, and what a cursor over a mixture gives.</summary>
internal static class MixedRows
{
    internal static readonly MLContext Context = new(seed: 1);

    internal static MultiTaskDataCatalog Data => Context.MultiTask().Data;

    /// <summary>Rows named by a letter and their number, which can be shuffled.</summary>
    internal static IDataView Of(string letter, int rows) => Context.Data.Cache(Unshufflable(letter, rows));

    internal static IDataView Unshufflable(string letter, int rows) =>
        Context.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(i => new Row { Name = letter + i }).ToArray());

    /// <summary>The same rows in a view that does not know how many they are.</summary>
    internal static IDataView Uncounted(IDataView view)
    {
        var filtered = Context.Data.FilterRowsByMissingValues(view, nameof(Row.Number));
        Assert.IsNull(filtered.GetRowCount());
        return filtered;
    }

    /// <summary>A row of paths whose labels are encoded as given.</summary>
    internal static IDataView Paths(LabelEncoding? segmentation, string? ownEncoding = null)
    {
        var definition = SchemaDefinition.Create(typeof(PathRow));
        if (ownEncoding is null)
            definition.Remove(definition[nameof(PathRow.SegmentationEncoding)]);
        if (segmentation is not null)
            definition[nameof(PathRow.SegmentationPath)].AddAnnotation(
                segmentation is ClassLabelEncoding ? ColumnAnnotations.ClassEncoding : ColumnAnnotations.DepthEncoding,
                segmentation.ToJson().AsMemory(), TextDataViewType.Instance);
        return Context.Data.LoadFromEnumerable([new PathRow { SegmentationEncoding = ownEncoding ?? "" }], definition);
    }

    internal static string[] Read(IDataView view, int? seed = null, string column = nameof(Row.Name))
    {
        using var cursor = view.GetRowCursor([view.Schema[column]], seed is { } given ? new Random(given) : null);
        var getter = cursor.GetGetter<ReadOnlyMemory<char>>(view.Schema[column]);
        ReadOnlyMemory<char> text = default;
        var texts = new List<string>();
        while (cursor.MoveNext())
        {
            Assert.AreEqual(texts.Count, cursor.Position);
            getter(ref text);
            texts.Add(text.ToString());
        }
        Assert.IsFalse(cursor.MoveNext(), "the end stays the end");
        return [.. texts];
    }

    internal sealed class Row
    {
        public string Name { get; set; } = "";

        public float Number { get; set; } = 1;
    }

    internal sealed class PathRow
    {
        public string Frame0Path { get; set; } = "frame.png";

        public string SegmentationPath { get; set; } = "classes.png";

        public string SegmentationEncoding { get; set; } = "";
    }
}
