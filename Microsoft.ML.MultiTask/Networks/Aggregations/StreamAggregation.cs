using Microsoft.ML.MultiTask.Kernels;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Networks.Aggregations;

/// <summary>Joins the streams' feature maps of one level (MultiNet++, section 3.1).</summary>
internal static class StreamAggregation
{
    /// <summary>Channels of the result for streams of C channels each.</summary>
    internal static int Channels(FrameAggregation aggregation, int channels, int streams) =>
        aggregation == FrameAggregation.Concatenation ? streams * channels : channels;

    /// <param name="aggregation">How to join.</param>
    /// <param name="maps">S maps [N, C, h, w], the current frame's first.</param>
    /// <returns>[N, S·C, h, w] for a concatenation, else [N, C, h, w]; with one stream the map itself. The caller's dispose scope owns it.</returns>
    internal static Tensor Join(FrameAggregation aggregation, IReadOnlyList<Tensor> maps)
    {
        if (maps.Count == 1) return maps[0];
        if (aggregation == FrameAggregation.Concatenation) return cat([.. maps], 1);
        using var scope = NewDisposeScope();
        var sum = maps[0].Plus(maps[1]);
        foreach (var map in maps.Skip(2))
            sum.Add(map);
        return (aggregation == FrameAggregation.Sum ? sum : sum.Scaled(1.0 / maps.Count)).MoveToOuterDisposeScope();
    }
}
