using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Views and copies of other shapes.
    public partial class Tensor
    {
        public Tensor[] split(long size, int dim = 0) => Aten.CallList("split.Tensor", this, size, dim);
        public Tensor[] split(long[] sizes, long dim = 0) => Aten.CallList("split_with_sizes", this, sizes, dim);
        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0) => split(sizes.ToArray(), dim);
        public Tensor[] split(params long[] sizes) => split(sizes, 0);
        public Tensor[] chunk(long chunks, long dim = 0) => Aten.CallList("chunk", this, chunks, dim);
        public Tensor[] tensor_split(long size, long dim = 0) => Aten.CallList("tensor_split.sections", this, size, dim);
        public Tensor[] tensor_split(long[] sizes, long dim = 0) => Aten.CallList("tensor_split.indices", this, sizes, dim);
        public Tensor[] tensor_split(Tensor indices, long dim = 0) =>
            Aten.CallList("tensor_split.tensor_indices_or_sections", this, indices, dim);
        public Tensor[] unbind(long dimension = 0) => Aten.CallList("unbind.int", this, dimension);
        public Tensor reshape(params long[] shape) => Aten.Call("reshape", this, shape);
        public Tensor view(params long[] shape) => Aten.Call("view", this, shape);
        public Tensor view_as(Tensor other) => Aten.Call("view_as", this, other);
        public Tensor ravel() => Aten.Call("ravel", this);
        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Aten.Call("flatten.using_ints", this, start_dim, end_dim);
        public Tensor unflatten(long dim, params long[] sizes) => Aten.Call("unflatten.int", this, dim, sizes);
        public Tensor unflatten(long dim, Size sizes) => unflatten(dim, sizes.Shape);
        public Tensor permute(IEnumerable<long> permutation) => permute(permutation.ToArray());
        public Tensor permute(params long[] permutation) => Aten.Call("permute", this, permutation);
        public Tensor transpose(long dim0, long dim1) => Aten.Call("transpose.int", this, dim0, dim1);
        public Tensor transpose_(long dim0, long dim1) => Aten.InPlace("transpose_", this, dim0, dim1);
        public Tensor T => Aten.Call("numpy_T", this);
        public Tensor mT => Aten.Call("mT", this);
        public Tensor t() => Aten.Call("t", this);
        public Tensor swapaxes(long dim0, long dim1) => transpose(dim0, dim1);
        public Tensor swapdims(long dim0, long dim1) => transpose(dim0, dim1);
        public Tensor movedim(long[] source, long[] destination) => Aten.Call("movedim.intlist", this, source, destination);
        public Tensor moveaxis(long[] source, long[] destination) => movedim(source, destination);
        public Tensor squeeze(long? dim = null) => dim is null ? Aten.Call("squeeze", this) : Aten.Call("squeeze.dim", this, dim.Value);
        public Tensor squeeze_(long? dim = null) =>
            dim is null ? Aten.InPlace("squeeze_", this) : Aten.InPlace("squeeze_.dim", this, dim.Value);
        public Tensor unsqueeze(long dim) => Aten.Call("unsqueeze", this, dim);
        public Tensor unsqueeze_(long dim) => Aten.InPlace("unsqueeze_", this, dim);
        public Tensor expand(long[] sizes, bool isImplicit = false) => Aten.Call("expand", this, sizes, isImplicit);
        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) => expand(sizes.ToArray(), isImplicit);
        public Tensor expand(params long[] sizes) => expand(sizes, false);
        public Tensor expand(Size sizes, bool isImplicit = false) => expand(sizes.Shape, isImplicit);
        public Tensor expand_as(Tensor other) => Aten.Call("expand_as", this, other);
        public Tensor broadcast_to(params long[] shape) => Aten.Call("broadcast_to", this, shape);
        public Tensor repeat(params long[] sizes) => Aten.Call("repeat", this, sizes);
        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) =>
            Aten.Call("repeat_interleave.self_int", this, repeats, dim, output_size);
        public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null) =>
            Aten.Call("repeat_interleave.self_Tensor", this, repeats, dim, output_size);
        public Tensor tile(long[] reps) => Aten.Call("tile", this, reps);
        public Tensor roll(long shifts, long? dims = null) =>
            Aten.Call("roll", this, (long[])[shifts], dims is null ? [] : (long[])[dims.Value]);
        public Tensor roll(long[] shifts) => Aten.Call("roll", this, shifts);
        public Tensor roll(long[] shifts, long[] dims) => Aten.Call("roll", this, shifts, dims);
        public Tensor flip(params long[] dims) => Aten.Call("flip", this, dims);
        public Tensor fliplr() => Aten.Call("fliplr", this);
        public Tensor flipud() => Aten.Call("flipud", this);
        public Tensor rot90(long k = 1, (long, long)? dims = null) =>
            Aten.Call("rot90", this, k, dims is null ? (long[])[0, 1] : [dims.Value.Item1, dims.Value.Item2]);
        public Tensor as_strided(long[] size, long[] strides, long storageOffset = 0) =>
            Aten.Call("as_strided", this, size, strides, storageOffset);
        public Tensor unfold(long dimension, long size, long step) => Aten.Call("unfold", this, dimension, size, step);
        public Tensor diag(long diagonal = 0) => Aten.Call("diag", this, diagonal);
        public Tensor diagonal(long offset = 0, long dim1 = 0, long dim2 = 1) => Aten.Call("diagonal", this, offset, dim1, dim2);
        public Tensor diag_embed(long offset = 0, long dim1 = -2, long dim2 = -1) => Aten.Call("diag_embed", this, offset, dim1, dim2);
        public Tensor diagflat(long offset = 0) => Aten.Call("diagflat", this, offset);
        public Tensor tril(long diagonal = 0) => Aten.Call("tril", this, diagonal);
        public Tensor tril_(long diagonal = 0) => Aten.InPlace("tril_", this, diagonal);
        public Tensor triu(long diagonal = 0) => Aten.Call("triu", this, diagonal);
        public Tensor triu_(long diagonal = 0) => Aten.InPlace("triu_", this, diagonal);
        public Tensor diff(long n = 1, long dim = -1, Tensor prepend = null, Tensor append = null) =>
            Aten.Call("diff", this, n, dim, prepend, append);
        public Tensor contiguous() => Aten.Call("contiguous", this);
        public Tensor clone() => Aten.Call("clone", this);
        public Tensor detach() => Aten.Call("detach", this);
        public Tensor detach_() => Aten.InPlace("detach_", this);
        public Tensor alias() => Aten.Call("alias", this);
        public Tensor set_(Tensor source) => Aten.InPlace("set_.source_Tensor", this, source);
    }
}
