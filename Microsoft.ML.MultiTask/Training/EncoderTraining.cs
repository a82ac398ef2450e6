namespace Microsoft.ML.MultiTask;

/// <summary>How an encoder that starts from trained weights is trained on.</summary>
public sealed record EncoderTraining
{
    /// <summary>The factor on the learning rate for the encoder. New decoders need a larger rate than an encoder that has been trained before.</summary>
    /// <value>Positive; default 1.</value>
    public double LearningRateFactor { get; init; } = 1;

    /// <summary>
    /// Whether the encoder's weights stay as they are. No backward pass goes through it, which takes less time and much less memory; combiners of
    /// gradients have nothing to combine and are refused.
    /// </summary>
    /// <value>Default false.</value>
    public bool FreezesWeights { get; init; }

    /// <summary>
    /// Whether the encoder's batch normalisations use the means and variances that they came with, in training too, instead of each batch's: for
    /// small batches, and usually together with <see cref="FreezesWeights"/>. Otherwise those are learned from the data, whatever is frozen.
    /// </summary>
    /// <value>Default false.</value>
    public bool FreezesStatistics { get; init; }
}
