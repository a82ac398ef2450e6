using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Sorting, counting and distinct elements.
    public partial class Tensor
    {
        public (Tensor values, Tensor indices) sort(long dim = -1, bool descending = false, bool stable = false) =>
            Aten.Call2("sort.stable", this, stable, dim, descending);
        public Tensor argsort(long dim = -1, bool descending = false) => Aten.Call("argsort", this, dim, descending);
        public Tensor msort() => Aten.Call("msort", this);
        public (Tensor values, Tensor indices) topk(int k, int dim = -1, bool largest = true, bool sorted = true) =>
            Aten.Call2("topk", this, k, dim, largest, sorted);
        public (Tensor values, Tensor indices) kthvalue(long k, long? dim, bool keepdim = false) =>
            Aten.Call2("kthvalue", this, k, dim ?? -1, keepdim);
        public (Tensor output, Tensor inverse_indices, Tensor counts) unique(
            bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null) =>
            dim is null
                ? Aten.Call3("_unique2", this, sorted, return_inverse, return_counts)
                : Aten.Call3("unique_dim", this, dim.Value, sorted, return_inverse, return_counts);
        public (Tensor output, Tensor inverse_indices, Tensor counts) unique_consecutive(
            bool return_inverse = false, bool return_counts = false, int? dim = null) =>
            Aten.Call3("unique_consecutive", this, return_inverse, return_counts, dim);
        public Tensor histc(long bins = 100, long min = 0, long max = 0) => Aten.Call("histc", this, bins, min, max);
        public Tensor bincount(Tensor weights, long minlength = 0) => Aten.Call("bincount", this, weights, minlength);
        public Tensor bucketize(Tensor boundaries, bool outInt32 = false, bool right = false) =>
            Aten.Call("bucketize.Tensor", this, boundaries, outInt32, right);
    }
}
