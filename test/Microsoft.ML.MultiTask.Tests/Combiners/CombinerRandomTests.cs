namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class CombinerRandomTests
{
    /// <summary>The first numbers of SplitMix64 from 1234567, as published with its reference code.</summary>
    [TestMethod]
    public void Next_FromAKnownState_GivesThePublishedNumbers()
    {
        var random = new CombinerRandom([0, 1234567]);
        Assert.AreEqual(6457827717110365317UL, random.Next());
        Assert.AreEqual(3203168211198807973UL, random.Next());
        Assert.AreEqual(9817491932198370423UL, random.Next());
    }

    [TestMethod]
    public void Next_FromACopyOfTheState_GoesOnAlike()
    {
        double[] state = [0, 3];
        var random = new CombinerRandom(state);
        random.Next();
        var copy = new CombinerRandom([.. state]);
        for (var i = 0; i < 100; i++)
            Assert.AreEqual(random.Next(), copy.Next());
    }

    [TestMethod]
    public void ShuffledOthers_GivesEveryOrderEquallyOften()
    {
        var random = new CombinerRandom([0, 1]);
        var counts = Enumerable.Range(0, 6000).Select(_ => string.Join("", random.ShuffledOthers(1, 4))).CountBy(order => order).ToDictionary();
        Assert.HasCount(6, counts);
        foreach (var count in counts.Values)
            Assert.IsInRange(850, 1150, count);
    }
}
