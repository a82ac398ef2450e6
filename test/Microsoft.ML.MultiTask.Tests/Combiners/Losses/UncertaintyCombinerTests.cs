using TorchSharp;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class UncertaintyCombinerTests
{
    private static readonly double[] s_losses = [0.7, 2.3, 11];

    /// <summary>At s = (0.1, -0.4, 1.2), in float64 from the formula, each task being a classification (1) or a regression (0).</summary>
    public static IEnumerable<(bool[] Classification, double Total, double[] Weights, double[] Gradients)> Values =>
    [
        ([false, false, false], 4.138859664117159, [0.45241870901797976, 0.7459123488206352, 0.15059710595610107],
            [0.1833069036874142, -1.2155984022874609, -1.1565681655171118]),
        ([true, true, true], 7.827719328234317, [0.9048374180359595, 1.4918246976412703, 0.30119421191220214],
            [-0.1333861926251716, -2.9311968045749217, -2.8131363310342237]),
        ([true, false, true], 6.112120925946856, [0.9048374180359595, 0.7459123488206352, 0.30119421191220214],
            [-0.1333861926251716, -1.2155984022874609, -2.8131363310342237]),
    ];

    [TestMethod]
    [DynamicData(nameof(Values))]
    public void Combine_GivenLogVariances_GivesTheReferenceValues(bool[] classification, double total, double[] weights, double[] gradients)
    {
        using var scope = torch.NewDisposeScope();
        var forms = CombinerRegistry.Tasks.Zip(classification, (task, isClass) => (task, isClass))
            .ToDictionary(pair => pair.task.Name, pair => pair.isClass ? LossForm.Classification : LossForm.Regression);
        using var combiner = LossCombiner.Uncertainty(lossForms: forms).Started();
        combiner.SetState(State(0.1, -0.4, 1.2));

        var combined = combiner.CombineValues(s_losses);

        Assert.AreEqual(total, combined.Total, 1e-9 * total);
        CombinerRegistry.AreClose(weights, combined.Weights);
        CombinerRegistry.AreClose(gradients, [.. combiner.Parameters.Values.Select(p => p.grad!.item<double>())]);
    }

    [TestMethod]
    public void Combine_ByDefault_TakesEachTasksOwnForm()
    {
        using var combiner = LossCombiner.Uncertainty().Started();
        Assert.AreSequenceEqual(new[] { 1, 0.5, 1 }, combiner.CombineValues(s_losses).Weights);
    }

    /// <summary>
    /// Three steps of gradient descent (rate 0.1) from s = -0.5, all regressions, as LibMTL 1.1 computes them in float64.
    /// </summary>
    [TestMethod]
    public void Combine_TrainedByAnOptimizer_FollowsTheReferenceSequence()
    {
        var forms = new Dictionary<string, LossForm> { ["Segmentation"] = LossForm.Regression, ["Motion"] = LossForm.Regression };
        CombinerRegistry.AssertLearns(
            LossCombiner.Uncertainty(-0.5, forms),
            weights:
            [
                [0.8243606353500643, 0.8243606353500639, 0.8243606353500642],
                [0.8180331438596071, 0.7169493182745287, 0.3499573883629232],
                [0.8154423278697811, 0.6530249185377367, 0.26849968748271363],
            ],
            learned: [-0.49019606150243417, -0.1798719573216548, 0.7328581609013295]);
    }

    [TestMethod]
    public void Combine_AbsentTask_LeavesItsLogVarianceWithoutGradient()
    {
        using var scope = torch.NewDisposeScope();
        using var combiner = LossCombiner.Uncertainty().Started();
        combiner.CombineValues([0.7, 11], [0, 2]);
        Assert.IsTrue(combiner.Parameters["log_variance.depth"].grad is null or { IsInvalid: true });
        Assert.AreNotEqual(0.0, combiner.Parameters["log_variance.motion"].grad!.item<double>());
    }

    [TestMethod]
    public void Parameters_OutliveTheScopeTheyWereMadeIn_AndAreNamedByTask()
    {
        CombinerSession combiner;
        using (torch.NewDisposeScope())
            combiner = LossCombiner.Uncertainty(0.25).Started();
        using (combiner)
        {
            Assert.AreEqual("log_variance.segmentation log_variance.depth log_variance.motion", string.Join(' ', combiner.Parameters.Keys));
            Assert.AreEqual(0.25, combiner.Parameters["log_variance.depth"].item<double>());
        }
    }

    [TestMethod]
    public void Uncertainty_BadOptionsOrState_Throws()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LossCombiner.Uncertainty(double.NaN));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LossCombiner.Uncertainty(51));
        var forms = new Dictionary<string, LossForm> { ["Normals"] = LossForm.Regression };
        Assert.Contains("'Normals'", Assert.ThrowsExactly<ArgumentException>(
            () => LossCombiner.Uncertainty(lossForms: forms).Started()).Message);
        using var combiner = LossCombiner.Uncertainty().Started();
        Assert.Contains("log_variance.segmentation", Assert.ThrowsExactly<ArgumentException>(
            () => combiner.SetState(new Dictionary<string, double[]>())).Message);
    }

    private static Dictionary<string, double[]> State(double segmentation, double depth, double motion) => new()
    {
        ["log_variance.segmentation"] = [segmentation], ["log_variance.depth"] = [depth], ["log_variance.motion"] = [motion],
    };
}
