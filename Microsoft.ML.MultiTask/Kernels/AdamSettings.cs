namespace Microsoft.ML.MultiTask.Kernels;

/// <summary>What a step of Adam depends on besides the tensors.</summary>
/// <param name="LearningRate">The step's learning rate.</param>
/// <param name="Beta1">Decay of the running mean of the gradient.</param>
/// <param name="Beta2">Decay of the running mean of its square.</param>
/// <param name="Epsilon">Added to the root of that.</param>
/// <param name="WeightDecay">Weight decay.</param>
/// <param name="Step">The number of the step, from 1.</param>
/// <param name="IsDecoupled">Whether the weights decay (AdamW); otherwise the decay is part of the gradient (Adam).</param>
internal readonly record struct AdamSettings(
    double LearningRate, double Beta1, double Beta2, double Epsilon, double WeightDecay, long Step, bool IsDecoupled);
