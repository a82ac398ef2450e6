using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class ConcatenateTests
{
    [TestMethod]
    public void Concatenate_InOrder_IsOneViewAfterTheOther()
    {
        var view = MixedRows.Data.Concatenate(MixedRows.Of("a", 2), MixedRows.Of("b", 0), MixedRows.Uncounted(MixedRows.Of("c", 3)));
        Assert.AreSequenceEqual(["a0", "a1", "c0", "c1", "c2"], MixedRows.Read(view));
        Assert.IsNull(view.GetRowCount());
        Assert.AreEqual(5, MixedRows.Data.Concatenate(MixedRows.Of("a", 2), MixedRows.Of("b", 3)).GetRowCount());
    }

    [TestMethod]
    public void Concatenate_Shuffled_MixesAllRowsTheSameWayForEqualSeeds()
    {
        var view = MixedRows.Data.Concatenate(MixedRows.Of("a", 20), MixedRows.Uncounted(MixedRows.Of("b", 20)));
        Assert.IsTrue(view.CanShuffle);
        var (first, again, other) = (MixedRows.Read(view, seed: 1), MixedRows.Read(view, seed: 1), MixedRows.Read(view, seed: 2));
        Assert.AreSequenceEqual(first, again);
        Assert.AreNotSequenceEqual(first, other);
        Assert.AreSequenceEqual(MixedRows.Read(view).Order().ToArray(), first.Order().ToArray());
        Assert.IsGreaterThan(5, first.Zip(first.Skip(1)).Count(pair => pair.First[0] != pair.Second[0]), "changes from one view to the other");
        Assert.AreNotSequenceEqual(MixedRows.Read(MixedRows.Of("a", 20)), first.Where(name => name[0] == 'a').ToArray());
    }

    [TestMethod]
    public void Concatenate_ViewThatCannotBeShuffled_KeepsItsOrderAmongTheOthers()
    {
        var view = MixedRows.Data.Concatenate(MixedRows.Unshufflable("a", 9), MixedRows.Of("b", 9));
        var names = MixedRows.Read(view, seed: 1);
        Assert.AreSequenceEqual(MixedRows.Read(MixedRows.Of("a", 9)), names.Where(name => name[0] == 'a').ToArray());
        Assert.AreNotSequenceEqual(MixedRows.Read(view), names);
        Assert.IsFalse(MixedRows.Data.Concatenate(MixedRows.Unshufflable("a", 9)).CanShuffle);
    }

    [TestMethod]
    public void Concatenate_CursorSet_HasEachRowOnce()
    {
        var view = MixedRows.Data.Concatenate(MixedRows.Of("a", 3), MixedRows.Of("b", 4));
        var cursors = view.GetRowCursorSet(view.Schema, 4, new Random(3));
        var rows = 0;
        foreach (var cursor in cursors)
            using (cursor)
                while (cursor.MoveNext())
                    rows++;
        Assert.AreEqual(7, rows);
    }

    [TestMethod]
    public void Concatenate_RowIds_Differ()
    {
        var one = MixedRows.Of("a", 3);
        var view = MixedRows.Data.Concatenate(one, one);
        using var cursor = view.GetRowCursor([]);
        var getter = cursor.GetIdGetter();
        var ids = new HashSet<DataViewRowId>();
        DataViewRowId id = default;
        while (cursor.MoveNext())
        {
            getter(ref id);
            ids.Add(id);
        }
        Assert.HasCount(6, ids);
    }

    [TestMethod]
    public void Concatenate_ColumnsOfSomeViews_AreMissingInTheOthers()
    {
        var context = MixedRows.Context;
        var scenes = ToyScenes.View(context, 1);
        var segmentation = context.Transforms.DropColumns("Depth", "Motion").Fit(scenes).Transform(scenes);
        var depth = context.Transforms.DropColumns("Segmentation", "Motion").Fit(scenes).Transform(scenes);
        var view = MixedRows.Data.Concatenate(segmentation, depth, MixedRows.Data.Concatenate(scenes));

        Assert.AreEqual("Frame0 Frame1 Segmentation Depth Motion", string.Join(' ', view.Schema.Select(column => column.Name)));
        var classes = view.GetColumn<byte[]>("Segmentation").ToArray();
        var depths = view.GetColumn<float[]>("Depth").ToArray();
        var moving = view.GetColumn<byte[]>("Motion").ToArray();
        var scene = scenes.GetColumn<byte[]>("Segmentation").Single();
        Assert.AreSequenceEqual(scene, classes[0]);
        Assert.AreSequenceEqual(scene, classes[2]);
        Assert.IsTrue(classes[1].Length == scene.Length && classes[1].All(pixel => pixel == 255));
        Assert.IsTrue(depths[0].Length == scene.Length && depths[0].All(float.IsNaN));
        Assert.AreSequenceEqual(scenes.GetColumn<float[]>("Depth").Single(), depths[1]);
        Assert.IsTrue(moving[0].All(pixel => pixel == 255) && moving[1].All(pixel => pixel == 255) && moving[2].All(pixel => pixel <= 1));
    }

    [TestMethod]
    public void Concatenate_LabelsEncodedDifferently_RowsSayTheirOwn()
    {
        ClassLabelEncoding city = ClassLabelEncoding.Cityscapes, shifted = city with { ClassOfValue = new Dictionary<int, int> { [7] = 0 } };
        var view = MixedRows.Data.Concatenate(
            MixedRows.Paths(city), MixedRows.Paths(shifted), MixedRows.Paths(city with { ClassNames = null }, ownEncoding: "own"));
        Assert.AreSequenceEqual(["", shifted.ToJson(), "own"], MixedRows.Read(view, column: "SegmentationEncoding"));
        Assert.AreEqual(city.ToJson(), ColumnAnnotations.GetEncoding(view.Schema["SegmentationPath"])!.ToJson());
        Assert.IsNull(MixedRows.Data.Concatenate(MixedRows.Paths(city), MixedRows.Paths(city)).Schema.GetColumnOrNull("SegmentationEncoding"));
    }

    [TestMethod]
    public void Concatenate_PathsThatAViewLacks_AreEmpty()
    {
        var withLabel = MixedRows.Paths(ClassLabelEncoding.Motion);
        var without = MixedRows.Context.Transforms.DropColumns("SegmentationPath").Fit(withLabel).Transform(withLabel);
        var view = MixedRows.Data.Concatenate(without, withLabel);
        Assert.AreSequenceEqual(["", "classes.png"], MixedRows.Read(view, column: "SegmentationPath"));
        Assert.AreEqual(2, ((ClassLabelEncoding)ColumnAnnotations.GetEncoding(view.Schema["SegmentationPath"])!).ClassCount);
    }

    [TestMethod]
    public void Concatenate_LabelsOfOtherClasses_NamesBothAndTheClassMap()
    {
        var city = MixedRows.Paths(ClassLabelEncoding.Cityscapes);
        Assert.Contains("holds 19 classes in views[0] but 13 classes in views[1]. Read both with the option ClassMap", Message(city, MixedRows.Paths(ClassLabelEncoding.Synthia)));
        Assert.Contains("holds 19 classes in views[0] but depths in views[1]", Message(city, MixedRows.Paths(DepthLabelEncoding.Kitti)));
        var other = ClassLabelEncoding.Cityscapes with { ClassNames = [.. ClassLabelEncoding.Cityscapes.ClassNames!.Reverse()] };
        Assert.Contains("Class 0 of column 'SegmentationPath' is 'road' in views[0] but 'bicycle' in views[1]", Message(city, MixedRows.Paths(other)));
        Assert.Contains("label encoding in views[1] but not in views[0]", Message(MixedRows.Paths(null), city));
    }

    [TestMethod]
    public void Concatenate_DecodedLabelsOfOtherClasses_NamesTheClass()
    {
        IDataView Labels(params string[] names)
        {
            var definition = ToyScenes.Definition(ToyScenes.Height, ToyScenes.Width);
            VBuffer<ReadOnlyMemory<char>> values = new(names.Length, [.. names.Select(name => name.AsMemory())]);
            if (names.Length > 0)
                definition["Segmentation"].AddAnnotation("ClassNames", values, new VectorDataViewType(TextDataViewType.Instance, names.Length));
            return MixedRows.Context.Data.LoadFromEnumerable([new ToyScenes.Scene()], definition);
        }
        Assert.Contains("Class 1 of column 'Segmentation' is 'car' in views[0] but 'bus' in views[2]", Message(Labels("sky", "car"), Labels(), Labels("sky", "bus")));
        Assert.Contains("holds 2 classes in views[0] but 1 classes in views[1]", Message(Labels("sky", "car"), Labels("sky")));
        var joined = MixedRows.Data.Concatenate(Labels(), Labels("sky", "car"));
        Assert.AreEqual("sky car", string.Join(' ', ColumnAnnotations.GetClassNames(joined.Schema["Segmentation"])));
    }

    [TestMethod]
    public void Concatenate_TypesThatDiffer_NamesViewsAndTypes()
    {
        var scenes = ToyScenes.View(MixedRows.Context, 1);
        var text = MixedRows.Context.Data.LoadFromEnumerable([new OtherType()]);
        Assert.Contains("Column 'Name' must have the same type in every view, but is String in views[0] and Int32 in views[1]", Message(MixedRows.Of("a", 1), text));
        Assert.Contains("Column 'Count' is in views[0] but not in views[1], and its type Int32 has no value", Message(
            MixedRows.Context.Data.LoadFromEnumerable([new Counted()]), MixedRows.Of("a", 1)));
        var oneStream = MixedRows.Context.Transforms.DropColumns("Frame1").Fit(scenes).Transform(scenes);
        Assert.Contains("views[0] has 'Frame0', 'Frame1' and views[1] has 'Frame0'. Read them with the same number of streams", Message(scenes, oneStream));
        Assert.Contains("views[0] has 'Frame0', 'Frame1' and views[1] has 'Frame0Path'", Message(scenes, MixedRows.Paths(null)));
    }

    [TestMethod]
    public void Concatenate_NoViews_Throws()
    {
        Assert.Contains("at least one view", Message());
        Assert.Contains("no null", Message(MixedRows.Of("a", 1), null!));
    }

    [TestMethod]
    public void Cursor_Misused_SaysHow()
    {
        var view = MixedRows.Data.Concatenate(MixedRows.Of("a", 1));
        using var cursor = view.GetRowCursor([view.Schema["Name"]]);
        ReadOnlyMemory<char> text = default;
        Assert.Contains("is not on a row", Assert.ThrowsExactly<InvalidOperationException>(() =>
            cursor.GetGetter<ReadOnlyMemory<char>>(view.Schema["Name"])(ref text)).Message);
        Assert.Contains("a getter of System.Single was requested", Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<float>(view.Schema["Name"])).Message);
        Assert.Contains("not among the columns", Assert.ThrowsExactly<ArgumentException>(() => cursor.GetGetter<float>(view.Schema["Number"])).Message);
    }

    private static string Message(params IDataView[] views) => Assert.ThrowsExactly<ArgumentException>(() => MixedRows.Data.Concatenate(views)).Message;

    private sealed class OtherType
    {
        public int Name { get; set; }
    }

    private sealed class Counted
    {
        public string Name { get; set; } = "";

        public float Number { get; set; }

        public int Count { get; set; }
    }
}
