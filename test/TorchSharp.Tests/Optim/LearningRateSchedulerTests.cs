using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Tests.Optim;

[TestClass]
public sealed class LearningRateSchedulerTests
{
    /// <summary>The learning rates of the first epochs, the one at the start included.</summary>
    private static double[] Rates(Func<Optimizer, lr_scheduler.LRScheduler> make, int epochs, double initial = 1)
    {
        using var parameter = nn.Parameter(ones(1));
        using var optimizer = SGD([parameter], initial, momentum: 0.9);
        var scheduler = make(optimizer);
        var rates = new List<double>();
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            rates.Add(optimizer.ParamGroups.First().LearningRate);
            Assert.AreEqual(rates[^1], scheduler.get_last_lr().First(), 1e-12);
            scheduler.step();
        }
        return [.. rates];
    }

    private static void AreClose(double[] expected, double[] actual)
    {
        Assert.HasCount(expected.Length, actual);
        for (int i = 0; i < expected.Length; i++) Assert.AreEqual(expected[i], actual[i], 1e-9, $"epoch {i}");
    }

    [TestMethod]
    public void StepLR_DropsEveryFewEpochs() =>
        AreClose([1, 1, 0.1, 0.1, 0.01], Rates(o => lr_scheduler.StepLR(o, 2), 5));

    [TestMethod]
    public void MultiStepLR_DropsAtMilestones() =>
        AreClose([1, 0.5, 0.5, 0.25, 0.25], Rates(o => lr_scheduler.MultiStepLR(o, [1, 3], 0.5), 5));

    [TestMethod]
    public void ExponentialLR_ShrinksEveryEpoch() =>
        AreClose([1, 0.5, 0.25, 0.125], Rates(o => lr_scheduler.ExponentialLR(o, 0.5), 4));

    [TestMethod]
    public void LinearLR_WarmsUp() =>
        AreClose([0.25, 0.4375, 0.625, 0.8125, 1, 1], Rates(o => lr_scheduler.LinearLR(o, 0.25, 1.0, 4), 6));

    [TestMethod]
    public void ConstantLR_EndsAfterItsEpochs() =>
        AreClose([0.5, 0.5, 1, 1], Rates(o => lr_scheduler.ConstantLR(o, 0.5, 2), 4));

    [TestMethod]
    public void CosineAnnealingLR_FollowsTheCosine() =>
        AreClose([.. Enumerable.Range(0, 9).Select(t => 0.1 + 0.9 * (1 + Math.Cos(Math.PI * t / 8)) / 2)],
            Rates(o => lr_scheduler.CosineAnnealingLR(o, 8, 0.1), 9));

    [TestMethod]
    public void PolynomialLR_FollowsThePower() =>
        AreClose([1, 0.5625, 0.25, 0.0625, 0, 0], Rates(o => lr_scheduler.PolynomialLR(o, 4, 2), 6));

    [TestMethod]
    public void LambdaLR_ScalesTheInitialRate() =>
        AreClose([2, 1, 2.0 / 3], Rates(o => lr_scheduler.LambdaLR(o, epoch => 1.0 / (epoch + 1)), 3, initial: 2));

    [TestMethod]
    public void MultiplicativeLR_ScalesTheRateBefore() =>
        AreClose([1, 0.5, 0.25], Rates(o => lr_scheduler.MultiplicativeLR(o, _ => 0.5), 3));

    [TestMethod]
    public void SequentialLR_GoesFromOneToTheNext() =>
        AreClose([0.1, 0.1, 1, 0.9, 0.81], Rates(
            o => lr_scheduler.SequentialLR(o, [lr_scheduler.ConstantLR(o, 0.1, 2), lr_scheduler.ExponentialLR(o, 0.9)], [2]), 5));

    [TestMethod]
    public void OneCycleLR_RisesAndFalls()
    {
        // pct_start · total = 3 epochs up from 1/25, the rest down to 1/25/1e4.
        var rates = Rates(o => lr_scheduler.OneCycleLR(o, 1, total_steps: 10), 10);
        Assert.AreEqual(0.04, rates[0], 1e-12);
        Assert.AreEqual(1, rates[2], 1e-12);
        Assert.AreEqual(4e-6, rates[9], 1e-12);
        Assert.AreEqual(4e-6 + (1 - 4e-6) * (1 + Math.Cos(Math.PI * 3 / 7)) / 2, rates[5], 1e-9);
    }

    [TestMethod]
    public void Step_ToAnEpoch_UsesTheClosedForm()
    {
        using var parameter = nn.Parameter(ones(1));
        using var optimizer = SGD([parameter], 1);
        var scheduler = lr_scheduler.StepLR(optimizer, 2, 0.5);
        scheduler.step(5);
        Assert.AreEqual(0.25, optimizer.ParamGroups.First().LearningRate, 1e-12);
    }
}
