namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class ChartAxisTests
{
    [TestMethod]
    public void For_NarrowRange_IsLinearWithRoundTicks()
    {
        var axis = ChartAxis.For([0.31, 0.92]);

        Assert.AreSequenceEqual(new[] { "0.2", "0.4", "0.6", "0.8", "1" }, axis.Ticks.Select(ChartAxis.Label).ToArray());
        Assert.AreEqual(0.5, axis.Position(0.6), 1e-9);
    }

    [TestMethod]
    public void For_WideRange_IsLogarithmic()
    {
        var axis = ChartAxis.For([0.03, 4]);

        Assert.AreEqual(0, axis.Position(0.02), 1e-9);
        Assert.AreEqual(1, axis.Position(5), 1e-9);
        Assert.AreEqual(axis.Position(1) - axis.Position(0.1), axis.Position(0.5) - axis.Position(0.05), 1e-9);
    }

    [TestMethod]
    [DataRow(new[] { 1.0, 1.0 })]
    [DataRow(new[] { 0.0 })]
    [DataRow(new[] { double.NaN })]
    [DataRow(new[] { 0.0, 1e-12 })]
    [DataRow(new[] { 1e-20, 1e20 })]
    [DataRow(new[] { -3.0, 7e6 })]
    [DataRow(new double[0])]
    public void For_AnyValues_HoldsThemWithinAFewTicks(double[] values)
    {
        var axis = ChartAxis.For(values);

        Assert.IsInRange(2, 14, axis.Ticks.Count);
        foreach (double value in values.Where(double.IsFinite))
            Assert.IsInRange(-1e-9, 1 + 1e-9, axis.Position(value), $"{value}");
    }
}
