using TorchSharp.Interop;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Parameters and their gradients as a whole.</summary>
        public static class utils
        {
            /// <summary>Scales all gradients so that their common norm is at most <paramref name="max_norm"/>.</summary>
            /// <returns>The norm before.</returns>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2)
            {
                using var scope = NewDisposeScope();
                using var noGrad = no_grad();
                var grads = tensors.Select(t => t.grad).Where(g => g is not null).ToList();
                if (grads.Count == 0) return 0;
                var norms = stack(grads.Select(g => Norm(g, norm_type).to(grads[0].device)));
                var total = (double)Norm(norms, norm_type);     // sync point
                var factor = max_norm / (total + 1e-6);
                if (factor < 1)
                    foreach (var grad in grads) grad.mul_(factor);
                return total;
            }

            /// <summary>Limits each element of all gradients to [-clip_value, clip_value].</summary>
            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                using var scope = NewDisposeScope();
                foreach (var tensor in tensors) tensor.grad?.clamp_(-clip_value, clip_value);
            }

            /// <summary>All parameters as one flat tensor.</summary>
            public static Tensor parameters_to_vector(IEnumerable<Parameter> tensors)
            {
                using var scope = NewDisposeScope();
                return cat(tensors.Select(t => t.reshape(-1)).ToList()).MoveToOuterDisposeScope();
            }

            /// <summary>Copies the parts of a flat tensor into the parameters.</summary>
            public static void vector_to_parameters(Tensor vec, IEnumerable<Parameter> tensors)
            {
                using var scope = NewDisposeScope();
                using var noGrad = no_grad();
                long start = 0;
                foreach (var tensor in tensors)
                {
                    var count = tensor.numel();
                    tensor.copy_(vec.narrow(0, start, count).view_as(tensor));
                    start += count;
                }
            }

            private static Tensor Norm(Tensor tensor, double p) =>
                double.IsPositiveInfinity(p) ? tensor.abs().max() : Aten.Call("norm.Scalar", tensor, p);
        }
    }
}
