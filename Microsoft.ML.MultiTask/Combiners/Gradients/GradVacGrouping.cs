namespace Microsoft.ML.MultiTask;

/// <summary>What parts of the shared parameters <see cref="LossCombiner.GradVac"/> treats by themselves.</summary>
public enum GradVacGrouping
{
    /// <summary>None: the encoder as a whole.</summary>
    Encoder,

    /// <summary>Each layer's weights and biases.</summary>
    Layer,

    /// <summary>Each tensor.</summary>
    Tensor,
}
