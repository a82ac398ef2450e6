namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class FocusedCombinerTests
{
    private static readonly double[] s_losses = [0.7, 2.3, 11];

    /// <summary>GLS(all) · GLS(focus) and F / L · (1/3 + [in focus]/m), in float64 from the closed form.</summary>
    public static IEnumerable<(string[] Focus, double Total, double[] Weights)> Values =>
    [
        (["Segmentation"], 1.8246135417393166, [3.475454365217746, 0.2644367451796111, 0.055291319446645955]),
        (["Depth"], 5.995158780000612, [2.8548375142860056, 3.475454365217746, 0.1816714781818367]),
        (["Motion"], 28.67249851304641, [13.65357072049829, 4.155434567108175, 3.4754543652177468]),
        (["Segmentation", "Depth"], 3.3073929151019352, [3.9373725179784946, 1.198330766341281, 0.10022402773036167]),
        (["Motion", "Segmentation"], 7.2329958566561405, [8.610709353162072, 1.0482602690806, 0.5479542315648591]),
        (["segmentation", "DEPTH", "Motion"], 6.794315462649986, [6.470776631095225, 1.969366800768112, 0.4117766947060597]),
    ];

    [TestMethod]
    [DynamicData(nameof(Values))]
    public void Combine_AnySubsetInFocus_GivesTheReferenceValues(string[] focus, double total, double[] weights)
    {
        using var combiner = LossCombiner.Focused(focus).Started();
        var combined = combiner.CombineValues(s_losses);
        Assert.AreEqual(total, combined.Total, 1e-9 * total);
        CombinerRegistry.AreClose(weights, combined.Weights);
    }

    [TestMethod]
    public void Combine_NoTaskInFocusPresent_IsTheGeometricMean()
    {
        using var focused = LossCombiner.Focused("Motion").Started();
        using var geometric = LossCombiner.Geometric().Started();
        Assert.AreEqual(geometric.CombineValues([0.7, 2.3], [0, 1]).Total, focused.CombineValues([0.7, 2.3], [0, 1]).Total);
    }

    [TestMethod]
    public void Focused_BadNames_Throws()
    {
        Assert.ThrowsExactly<ArgumentException>(() => LossCombiner.Focused());
        Assert.Contains("once", Assert.ThrowsExactly<ArgumentException>(() => LossCombiner.Focused("Depth", "depth")).Message);
        var e = Assert.ThrowsExactly<ArgumentException>(() => LossCombiner.Focused("Normals").Started());
        Assert.Contains("'Normals', but the tasks are Segmentation, Depth, Motion", e.Message);
    }
}
