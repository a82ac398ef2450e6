using Microsoft.ML.MultiTask;

/// <summary>A combiner to measure.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Combiner">The combiner.</param>
/// <param name="Bar">The largest step time allowed, as a multiple of that with equal weights.</param>
/// <param name="Period">The number of steps after which their costs repeat.</param>
internal sealed record Strategy(string Name, LossCombiner Combiner, double Bar, int Period = 1)
{
    /// <summary>The one that all others are compared with.</summary>
    internal const string Baseline = "Equal";

    private const double Losses = 1.05;
    private const double Gramian = 2.6;
    private const double Gradients = 3.5;

    internal static IReadOnlyList<Strategy> All { get; } =
    [
        new(Baseline, LossCombiner.Equal(), 1),
        new("Geometric", LossCombiner.Geometric(), Losses),
        new("Focused", LossCombiner.Focused("Segmentation"), Losses),
        new("Fixed", LossCombiner.Fixed(("Depth", 0.5)), Losses),
        new("ScaleInvariant", LossCombiner.ScaleInvariant(), Losses),
        new("Uncertainty", LossCombiner.Uncertainty(), Losses),
        new("PositiveUncertainty", LossCombiner.PositiveUncertainty(), Losses),
        new("DynamicWeightAverage", LossCombiner.DynamicWeightAverage(), Losses),
        new("RandomWeights", LossCombiner.RandomWeights(), Losses),
        new("DynamicTaskPrioritization", LossCombiner.DynamicTaskPrioritization(), Losses, Period: 4),
        new("SmoothTchebycheff", LossCombiner.SmoothTchebycheff(warmupEpochs: 0), Losses),
        new("Famo", LossCombiner.Famo(), Gramian),
        new("Famo, every 10", LossCombiner.Famo(updateEvery: 10), Losses, Period: 10),
        new("ImtlL", LossCombiner.ImtlL(), Losses),
        new("PCGrad", LossCombiner.PCGrad(), Gramian),
        new("GradVac", LossCombiner.GradVac(), Gramian),
        new("GradVac by layer", LossCombiner.GradVac(grouping: GradVacGrouping.Layer), Gramian),
        new("GradNorm", LossCombiner.GradNorm(), Gramian),
        new("CAGrad", LossCombiner.CAGrad(), Gramian),
        new("Mgda", LossCombiner.Mgda(), Gramian),
        new("MgdaUpperBound", LossCombiner.MgdaUpperBound(), Gramian),
        new("ImtlG", LossCombiner.ImtlG(), Gramian),
        new("Imtl", LossCombiner.Imtl(), Gramian),
        new("NashMtl", LossCombiner.NashMtl(), Gramian),
        new("NashMtl, every 10", LossCombiner.NashMtl(updateEvery: 10), Gramian, Period: 10),
        new("FairGrad", LossCombiner.FairGrad(), Gramian),
        new("AlignedMtl", LossCombiner.AlignedMtl(), Gramian),
        new("UPGrad", LossCombiner.UPGrad(), Gramian),
        new("GradDrop", LossCombiner.GradDrop(), Gramian),
        new("GradDrop by parameters", LossCombiner.GradDrop(byParameters: true), Gradients),
        new("DbMtl", LossCombiner.DbMtl(), Gradients),
        new("MoCo", LossCombiner.MoCo(), Gradients),
        new("ExcessMtl", LossCombiner.ExcessMtl(), Gradients),
    ];
}
