namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class PreferenceTchebycheffCombinerTests
{
    private static readonly Dictionary<string, double> s_preferences = new() { ["segmentation"] = 0.2, ["Depth"] = 0.3, ["Motion"] = 0.5 };

    [TestMethod]
    [DataRow(0.5, 5.500044241110609, new[] { 4.419312598567635e-06, 1.9914523136722997e-05, 0.4999557608466094 })]
    [DataRow(1.0, 5.512766920740393, new[] { 0.0009282542994157342, 0.0024133493487160586, 0.4936571153369341 })]
    public void Combine_GivesTheReferenceValues(double smoothness, double total, double[] weights)
    {
        using var combiner = LossCombiner.SmoothTchebycheff(s_preferences, smoothness: smoothness).Started();
        var actual = combiner.CombineValues([0.7, 2.3, 11]);
        Assert.AreEqual(total, actual.Total, 1e-9);
        CombinerRegistry.AreClose(weights, actual.Weights);
    }

    [TestMethod]
    public void Combine_IdealLosses_AreTakenOffFirst()
    {
        var ideal = new Dictionary<string, double> { ["Motion"] = 10 };
        using var combiner = LossCombiner.SmoothTchebycheff(s_preferences, ideal).Started();
        using var plain = LossCombiner.SmoothTchebycheff(s_preferences).Started();
        CombinerRegistry.AreClose(plain.CombineValues([0.7, 2.3, 1]).Weights, combiner.CombineValues([0.7, 2.3, 11]).Weights, 1e-12);
    }

    [TestMethod]
    public void Combine_WithoutNames_PrefersNone()
    {
        using var combiner = LossCombiner.SmoothTchebycheff(new Dictionary<string, double>()).Started();
        CombinerRegistry.AreClose([1.0 / 9, 1.0 / 9, 1.0 / 9], combiner.CombineValues([2, 2, 2]).Weights, 1e-12);
    }

    [TestMethod]
    public void SmoothTchebycheff_BadPreferences_Throws()
    {
        static Dictionary<string, double> One(string task, double value) => new() { [task] = value };
        Assert.Contains("'Depth'", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LossCombiner.SmoothTchebycheff(One("Depth", -1))).Message);
        Assert.Contains("'Depth'", Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => LossCombiner.SmoothTchebycheff(s_preferences, One("Depth", double.NaN))).Message);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LossCombiner.SmoothTchebycheff(s_preferences, smoothness: 0));
        Assert.Contains("'Normals'", Assert.ThrowsExactly<ArgumentException>(
            () => LossCombiner.SmoothTchebycheff(One("Normals", 1)).Started()).Message);
    }
}
