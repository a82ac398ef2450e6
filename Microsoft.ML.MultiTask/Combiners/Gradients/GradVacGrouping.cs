namespace Microsoft.ML.MultiTask;

/// <summary>The parts of the shared parameters to which <see cref="LossCombiner.GradVac"/> is applied separately.</summary>
public enum GradVacGrouping
{
    /// <summary>None: the encoder as a whole.</summary>
    Encoder,

    /// <summary>Each layer's weights and biases.</summary>
    Layer,

    /// <summary>Each tensor.</summary>
    Tensor,
}
