using Microsoft.ML.MultiTask;

/// <summary>The loss combiners on the command line.</summary>
internal enum CombinerChoice
{
    Equal,
    Geometric,
    Focused,
    Uncertainty,
    Dwa,
}

internal static class CombinerChoices
{
    internal static LossCombiner Create(this CombinerChoice choice) => choice switch
    {
        CombinerChoice.Equal => LossCombiner.Equal(),
        CombinerChoice.Geometric => LossCombiner.Geometric(),
        CombinerChoice.Focused => LossCombiner.Focused("Motion"),
        CombinerChoice.Uncertainty => LossCombiner.Uncertainty(),
        _ => LossCombiner.DynamicWeightAverage(),
    };
}
