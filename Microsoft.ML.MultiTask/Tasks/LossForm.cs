namespace Microsoft.ML.MultiTask;

/// <summary>The likelihood behind a task's loss; uncertainty weighting scales the two differently.</summary>
public enum LossForm
{
    /// <summary>Cross-entropy: the negative log-likelihood of a softmax.</summary>
    Classification,

    /// <summary>L1, L2 or Huber: the negative log-likelihood of a Laplacian or Gaussian.</summary>
    Regression,
}
