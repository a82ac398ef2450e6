using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Gradients of recorded operations.</summary>
    public static class autograd
    {
        /// <summary>The gradients of the outputs by each input; null for an input that was not used. Caller disposes.</summary>
        public static IList<Tensor> grad(
            IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor> grad_outputs = null,
            bool retain_graph = false, bool create_graph = false, bool allow_unused = false)
        {
            var grads = new IntPtr[inputs.Count];
            Native.Check(Native.mt_grad(
                Handles(outputs), outputs.Count, Handles(grad_outputs), grad_outputs?.Count ?? 0, Handles(inputs), inputs.Count,
                retain_graph || create_graph ? 1 : 0, create_graph ? 1 : 0, allow_unused ? 1 : 0, grads));
            KeepAlive(outputs, inputs, grad_outputs);
            return [.. grads.Select(g => g == 0 ? null : new Tensor(g))];
        }

        /// <summary>Adds the gradients of the tensors to the leaves they were computed from, or to the inputs alone.</summary>
        /// <param name="retain_graph">Keep the graph for another pass; null: where create_graph is set.</param>
        public static void backward(
            IList<Tensor> tensors, IList<Tensor> grad_tensors = null, bool? retain_graph = null, bool create_graph = false,
            IList<Tensor> inputs = null)
        {
            Native.Check(Native.mt_backward(
                Handles(tensors), tensors.Count, Handles(grad_tensors), grad_tensors?.Count ?? 0,
                retain_graph ?? create_graph ? 1 : 0, create_graph ? 1 : 0, Handles(inputs), inputs?.Count ?? 0));
            KeepAlive(tensors, grad_tensors, inputs);
        }

        public static void backward(
            Tensor tensor, IList<Tensor> grad_tensors = null, bool? retain_graph = null, bool create_graph = false,
            IList<Tensor> inputs = null) =>
            backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        public static void backward(
            Tensor tensor, Tensor grad_tensor, bool? retain_graph = null, bool create_graph = false, IList<Tensor> inputs = null) =>
            backward([tensor], [grad_tensor], retain_graph, create_graph, inputs);

        internal static IntPtr[] Handles(IEnumerable<Tensor> tensors) => tensors is null ? [] : [.. tensors.Select(t => t?.Handle ?? 0)];

        // No finalizer may release a tensor while native code works with its handle.
        private static void KeepAlive(params ReadOnlySpan<IList<Tensor>> lists)
        {
            foreach (var list in lists) GC.KeepAlive(list);
        }
    }
}
