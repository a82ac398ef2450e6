using Microsoft.ML.Data;
using Microsoft.ML.MultiTask.Pipeline.Augmentation;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class RowAugmentationTests
{
    private static readonly AugmentationOptions s_all = new() { BlurProbability = 0.5, MinimumScale = 0.8 };

    [TestMethod]
    public void Draw_ManyRows_AreWithinTheirRangesAndSpreadOverThem()
    {
        RowAugmentation[] rows = [.. Enumerable.Range(0, 2000).Select(i => Draw(row: (ulong)i))];

        Spread(0.8, 1.5, rows.Select(row => row.Scale));
        Spread(0, 1, rows.Select(row => row.Across));
        Spread(0, 1, rows.Select(row => row.Down));
        Spread(0.8, 1.2, rows.Select(row => (double)row.Brightness));
        Spread(0.8, 1.2, rows.Select(row => (double)row.Contrast));
        Spread(0.8, 1.2, rows.Select(row => (double)row.Saturation));
        Spread(-0.05, 0.05, rows.Select(row => (double)row.HueTurns));
        Spread(0.1, 2, rows.Where(row => row.Blur > 0).Select(row => row.Blur));
        Assert.IsInRange(900, 1100, rows.Count(row => row.Flips));
        Assert.IsInRange(900, 1100, rows.Count(row => row.Blur > 0));
        Assert.HasCount(2000, rows.Select(row => row.NoiseKey).Distinct());
    }

    /// <summary>Half of the rows that flip also lie in the upper half, and so on: draws do not follow each other.</summary>
    [TestMethod]
    public void Draw_RowsNextToEachOther_AreIndependent()
    {
        RowAugmentation[] rows = [.. Enumerable.Range(0, 2000).Select(i => Draw(row: (ulong)i))];

        Assert.IsInRange(400, 600, rows.Count(row => row.Flips && row.Across < 0.5));
        Assert.IsInRange(400, 600, rows.Zip(rows.Skip(1)).Count(pair => pair.First.Flips && pair.Second.Flips));
        Assert.IsInRange(400, 600, Enumerable.Range(0, 2000).Count(i => Draw(epoch: i).Flips && Draw(epoch: i + 1).Flips));
    }

    [TestMethod]
    public void Draw_SameKey_IsTheSame()
    {
        Assert.AreEqual(Draw(), Draw());
        Assert.AreNotEqual(Draw(), Draw(seed: 8));
        Assert.AreNotEqual(Draw(), Draw(epoch: 1));
        Assert.AreNotEqual(Draw(), Draw(row: 1));
        Assert.AreNotEqual(Draw(), RowAugmentation.Draw(s_all, 7, 0, new DataViewRowId(0, 1)));
    }

    [TestMethod]
    public void Draw_SeedOfTheOptions_ReplacesTheTrainings()
    {
        var own = s_all with { Seed = 7 };

        Assert.AreEqual(Draw(seed: 7), RowAugmentation.Draw(own, 100, 0, default));
    }

    /// <summary>What is switched off changes nothing else.</summary>
    [TestMethod]
    public void Draw_OneOptionLess_KeepsTheOthersDraws()
    {
        var less = RowAugmentation.Draw(s_all with { FlipProbability = 0, Brightness = 0, BlurProbability = 0 }, 7, 0, default);

        Assert.AreEqual(Draw() with { Flips = false, Brightness = 1, Blur = 0 }, less);
    }

    private static RowAugmentation Draw(int seed = 7, int epoch = 0, ulong row = 0) =>
        RowAugmentation.Draw(s_all, seed, epoch, new DataViewRowId(row, 0));

    private static void Spread(double least, double most, IEnumerable<double> values)
    {
        var tenth = (most - least) / 10;
        Assert.IsGreaterThanOrEqualTo(least - 1e-6, values.Min());
        Assert.IsLessThanOrEqualTo(most + 1e-6, values.Max());
        Assert.IsLessThan(least + tenth, values.Min());
        Assert.IsGreaterThan(most - tenth, values.Max());
        Assert.AreEqual((least + most) / 2, values.Average(), tenth / 2);
    }
}
