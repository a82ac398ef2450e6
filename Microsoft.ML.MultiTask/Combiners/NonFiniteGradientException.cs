namespace Microsoft.ML.MultiTask.Combiners;

/// <summary>A combiner found a gradient that is not finite, before it remembered anything of the step: the step can be left out.</summary>
internal sealed class NonFiniteGradientException(string message) : InvalidOperationException(message);
