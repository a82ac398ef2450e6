namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class SampleTests
{
    [TestMethod]
    public void Sample_ByWeight_GivesEachViewItsShare()
    {
        var names = MixedRows.Read(Sample([3, 1], rows: 20), seed: 1);
        Assert.HasCount(20, names);
        Assert.AreEqual(15, names.Count(name => name[0] == 'a'));
        Assert.AreEqual(20, Sample([3, 1], rows: 20).GetRowCount());
    }

    [TestMethod]
    public void Sample_Defaults_DrawAsManyRowsAsThereAreInEqualShares()
    {
        var view = MixedRows.Data.Sample([MixedRows.Of("a", 5), MixedRows.Uncounted(MixedRows.Of("b", 2))]);
        var names = MixedRows.Read(view);
        Assert.HasCount(7, names);
        Assert.AreEqual(4, names.Count(name => name[0] == 'a'), "of 3.5 and 3.5, the first is rounded up");
        Assert.IsNull(view.GetRowCount());
        Assert.AreEqual(7, MixedRows.Data.Sample([MixedRows.Of("a", 5), MixedRows.Of("b", 2)]).GetRowCount());
    }

    /// <summary>View b has eight rows and gives twenty: each twice, and four of them a third time.</summary>
    [TestMethod]
    public void Sample_ViewThatIsTooShort_RepeatsItsRowsAfterAllWereTaken()
    {
        var names = MixedRows.Read(Sample([1, 1], rows: 40), seed: 4).Where(name => name[0] == 'b').ToArray();
        Assert.HasCount(20, names);
        string[][] passes = [names[..8], names[8..16]];
        foreach (var pass in passes)
            Assert.AreSequenceEqual(MixedRows.Read(MixedRows.Of("b", 8)), pass.Order().ToArray());
        Assert.AreNotSequenceEqual(passes[0], passes[1], "each pass has an order of its own");
        Assert.HasCount(4, names[16..].Distinct().ToArray());
    }

    [TestMethod]
    public void Sample_Shuffled_DependsOnTheSeedAlone()
    {
        var view = Sample([1, 1], rows: 16);
        Assert.AreSequenceEqual(MixedRows.Read(view, seed: 1), MixedRows.Read(view, seed: 1));
        Assert.AreNotSequenceEqual(MixedRows.Read(view, seed: 1), MixedRows.Read(view, seed: 2));
        var drawn = MixedRows.Read(view, seed: 1).Concat(MixedRows.Read(view, seed: 2)).Where(name => name[0] == 'a').Distinct();
        Assert.IsGreaterThan(8, drawn.Count(), "passes draw different parts of the long view");
    }

    [TestMethod]
    public void Sample_NotShuffled_SpreadsTheViewsEvenly() => Assert.AreSequenceEqual(
        ["a0", "b0", "a1", "a2", "b1", "a3", "a4", "b2", "a5"], MixedRows.Read(Sample([2, 1], rows: 9)));

    [TestMethod]
    public void Sample_RowsDrawnTwice_HaveIdsOfTheirOwn()
    {
        using var cursor = Sample([1, 1], rows: 40).GetRowCursor([]);
        var getter = cursor.GetIdGetter();
        var ids = new HashSet<Microsoft.ML.Data.DataViewRowId>();
        Microsoft.ML.Data.DataViewRowId id = default;
        while (cursor.MoveNext())
        {
            getter(ref id);
            ids.Add(id);
        }
        Assert.HasCount(40, ids);
    }

    [TestMethod]
    public void Sample_EmptyView_IsNamed()
    {
        var view = MixedRows.Data.Sample([MixedRows.Of("a", 3), MixedRows.Of("b", 0)]);
        Assert.Contains("views[1] has no rows", Assert.ThrowsExactly<InvalidOperationException>(() => MixedRows.Read(view)).Message);
    }

    [TestMethod]
    public void Sample_BadArguments_AreNamed()
    {
        Assert.Contains("'weights' must be 2 positive numbers, one for each view, but was [1]", Assert.ThrowsExactly<ArgumentException>(() => Sample([1], rows: 1)).Message);
        Assert.Contains("but was [1, 0]", Assert.ThrowsExactly<ArgumentException>(() => Sample([1, 0], rows: 1)).Message);
        Assert.Contains("'rows' must be at least 1, but was 0", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Sample([1, 1], rows: 0)).Message);
    }

    private static IDataView Sample(double[] weights, int rows) => MixedRows.Data.Sample([MixedRows.Of("a", 40), MixedRows.Of("b", 8)], weights, rows);
}
