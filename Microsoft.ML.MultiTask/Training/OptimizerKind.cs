namespace Microsoft.ML.MultiTask;

/// <summary>The rule that turns gradients into weight updates.</summary>
public enum OptimizerKind
{
    /// <summary>Adam (Kingma and Ba, ICLR 2015, arXiv:1412.6980), weight decay added to the gradient.</summary>
    Adam,

    /// <summary>Adam with decoupled weight decay (Loshchilov and Hutter, ICLR 2019, arXiv:1711.05101).</summary>
    AdamW,

    /// <summary>Stochastic gradient descent with a momentum of 0.9.</summary>
    Sgd,
}
