namespace Microsoft.ML.MultiTask;

/// <summary>
/// How the streams' feature maps are joined, level by level (MultiNet++, section 3.1). With one stream all three are the same.
/// </summary>
public enum FrameAggregation
{
    /// <summary>The streams' channels side by side: S x C channels. What the paper's text and table 2 describe.</summary>
    Concatenation,

    /// <summary>The sum over the streams: C channels. What the paper's figure 1 shows.</summary>
    Sum,

    /// <summary>The mean over the streams: C channels.</summary>
    Mean,
}
