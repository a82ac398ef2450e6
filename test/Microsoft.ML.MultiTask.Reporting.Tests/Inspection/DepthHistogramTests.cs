namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class DepthHistogramTests
{
    [TestMethod]
    public void Percentile_EverySampleOfKitti_IsExact()
    {
        var histogram = new DepthHistogram();
        for (var sample = 1; sample <= 65535; sample++)
            histogram.Add(sample / 256f);

        foreach (var rank in (int[])[1, 77, 256, 12_345, 40_001, 65_535])
            Assert.AreEqual(rank / 256f, histogram.Percentile((rank - 0.5) / 65535));
    }

    [TestMethod]
    public void Percentile_AnyDepth_IsWithinAHundredThousandth()
    {
        var random = new Random(3);
        var depths = Enumerable.Range(0, 5000).Select(_ => MathF.Exp((20 * random.NextSingle()) - 10)).Order().ToArray();
        var histogram = new DepthHistogram();
        foreach (var depth in depths)
            histogram.Add(depth);

        foreach (var rank in (int[])[1, 250, 2500, 4750, 5000])
            Assert.AreEqual(depths[rank - 1], histogram.Percentile((rank - 0.5) / 5000), 1e-5f * depths[rank - 1]);
        Assert.AreEqual(depths[0], histogram.Minimum);
        Assert.AreEqual(depths[^1], histogram.Maximum);
    }

    [TestMethod]
    public void Add_AnotherHistogram_IsAsIfOneHadCounted()
    {
        var (first, second) = (new DepthHistogram(), new DepthHistogram());
        first.Add(3);
        first.Add(40);
        second.Add(0.5f);
        second.Add(40);
        second.Add(50);

        first.Add(second);

        Assert.AreEqual(5, first.Count);
        Assert.AreEqual(0.5f, first.Minimum);
        Assert.AreEqual(50f, first.Maximum);
        Assert.AreSequenceEqual([0.5f, 3f, 40f, 40f, 50f], new[] { 0.2, 0.4, 0.6, 0.8, 1 }.Select(share => first.Percentile(share)));
    }
}
