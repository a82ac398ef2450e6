using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Whether operations on this tensor are recorded for backward.</summary>
        public bool requires_grad
        {
            get => Describe().RequiresGrad != 0;
            set => requires_grad_(value);
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            Native.Check(Native.mt_tensor_set_requires_grad(Handle, requires_grad ? 1 : 0));
            GC.KeepAlive(this);
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        /// <summary>Whether the tensor was made by the caller, and not computed from one that requires gradients.</summary>
        public bool is_leaf => Describe().IsLeaf != 0;

        /// <summary>Keeps the gradient of a tensor that is not a leaf.</summary>
        public void retain_grad()
        {
            Native.Check(Native.mt_tensor_retain_grad(Handle));
            GC.KeepAlive(this);
        }

        /// <summary>The gradient summed up so far, null where there is none. Each reading is a tensor to dispose of.</summary>
        public Tensor grad
        {
            get
            {
                Native.Check(Native.mt_tensor_grad(Handle, out var grad));
                GC.KeepAlive(this);
                return grad == 0 ? null : new Tensor(grad);
            }
            set
            {
                Native.Check(Native.mt_tensor_set_grad(Handle, value is null ? 0 : value.Handle));
                GC.KeepAlive(this);
                GC.KeepAlive(value);
            }
        }

        public void backward() => autograd.backward([this]);

        public void backward(
            IList<Tensor> grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor> inputs = null) =>
            autograd.backward([this], grad_tensors, retain_graph || create_graph, create_graph, inputs);

        internal Tensor WithGrad(bool requiresGrad) => requiresGrad ? requires_grad_() : this;
    }
}
