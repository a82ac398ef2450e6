using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>The one place where TorchSharp's versions differ in source: a tensor's gradient was a method before 0.102.5.</summary>
internal static class Gradients
{
    /// <summary>The gradient that backward has accumulated in a leaf, or null where there is none.</summary>
    internal static Tensor? GradOf(Tensor leaf) =>
#if TORCHSHARP_GRAD_METHOD
        leaf.grad();
#else
        leaf.grad;
#endif

    /// <summary>Removes that gradient, or makes it 0 where it cannot be removed.</summary>
    internal static void Drop(Tensor leaf) =>
#if TORCHSHARP_GRAD_METHOD
        leaf.grad()?.zero_();
#else
        leaf.grad = null;
#endif
}
