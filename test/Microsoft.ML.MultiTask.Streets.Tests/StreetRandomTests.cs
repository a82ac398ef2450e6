namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class StreetRandomTests
{
    [TestMethod]
    public void Next_PublishedSeed_GivesThePublishedNumbers()
    {
        // The first outputs of SplitMix64 for seed 1234567, as listed with Vigna's reference implementation.
        var random = new StreetRandom(1234567);

        Assert.AreEqual(6457827717110365317UL, random.Next());
        Assert.AreEqual(3203168211198807973UL, random.Next());
        Assert.AreEqual(9817491932198370423UL, random.Next());
    }

    [TestMethod]
    public void For_OtherSeedOrIndex_IsAnotherStream()
    {
        var streams = from seed in new[] { 0, 1, -1, 7 } from index in new[] { 0, 1, 2 } select StreetRandom.For(seed, index).Next();

        Assert.HasCount(12, streams.Distinct());
    }
}
