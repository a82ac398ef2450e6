using System.Runtime.CompilerServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Reading and writing parts named by indices or masks.
    public partial class Tensor
    {
        public Tensor masked_select(Tensor mask) => Aten.Call("masked_select", this, mask);
        public Tensor nonzero() => Aten.Call("nonzero", this);
        public Tensor argwhere() => Aten.Call("argwhere", this);
        public Tensor take(Tensor index) => Aten.Call("take", this, index);
        public Tensor take_along_dim(Tensor indices) => Aten.Call("take_along_dim", this, indices);
        public Tensor take_along_dim(Tensor indices, long dim) => Aten.Call("take_along_dim", this, indices, dim);
        public Tensor gather(long dim, Tensor index) => Aten.Call("gather", this, dim, index);
        public Tensor scatter(long dim, Tensor index, Tensor src) => Aten.Call("scatter.src", this, dim, index, src);
        public Tensor scatter_(long dim, Tensor index, Tensor src) => Aten.InPlace("scatter_.src", this, dim, index, src);
        public Tensor scatter_add(long dim, Tensor index, Tensor src) => Aten.Call("scatter_add", this, dim, index, src);
        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => Aten.InPlace("scatter_add_", this, dim, index, src);
        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) =>
            Aten.Call("index_add", this, dim, index, source, alpha);
        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) =>
            Aten.InPlace("index_add_", this, dim, index, source, alpha);
        public Tensor index_copy(long dim, Tensor index, Tensor source) => Aten.Call("index_copy", this, dim, index, source);
        public Tensor index_copy_(long dim, Tensor index, Tensor source) => Aten.InPlace("index_copy_", this, dim, index, source);
        public Tensor index_fill(long dim, Tensor index, Scalar value) => Aten.Call("index_fill.int_Scalar", this, dim, index, value);
        public Tensor index_fill_(long dim, Tensor index, Scalar value) => Aten.InPlace("index_fill_.int_Scalar", this, dim, index, value);
        public Tensor index_select(long dim, Tensor index) => Aten.Call("index_select", this, dim, index);
        public Tensor select(long dim, long index) => Aten.Call("select.int", this, dim, index);
        public Tensor narrow(long dim, long start, long length) => Aten.Call("narrow", this, dim, start, length);
        public Tensor slice(long dim, long start, long finish, long step) => Aten.Call("slice.Tensor", this, dim, start, finish, step);
        public Tensor select_scatter(Tensor src, long dim, long index) => Aten.Call("select_scatter", this, src, dim, index);
        public Tensor slice_scatter(Tensor src, long dim = 0, long? start = null, long? end = null, long step = 1) =>
            Aten.Call("slice_scatter", this, src, dim, start, end, step);

        [IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params long[] indices]
        {
            get => index(Singles(indices));
            set => index_put_(value, Singles(indices));
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => select(0, i1);
            set => index_put_(value, TensorIndex.Single(i1));
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get => index(Singles(i1, i2));
            set => index_put_(value, Singles(i1, i2));
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3]
        {
            get => index(Singles(i1, i2, i3));
            set => index_put_(value, Singles(i1, i2, i3));
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => index(Singles(i1, i2, i3, i4));
            set => index_put_(value, Singles(i1, i2, i3, i4));
        }

        /// <summary>The elements that Python-like indices name: a view where only whole numbers and ranges do, else a copy.</summary>
        public Tensor index(params TensorIndex[] indices)
        {
            using var scope = NewDisposeScope();
            var (view, lists) = View(indices);
            if (lists is not null) view = Aten.Call("index.Tensor", view, Argument.Indices(lists));
            else if (ReferenceEquals(view, this)) view = alias();
            return view.MoveToOuterDisposeScope();
        }

        public Tensor index(params Tensor[] indices) => Aten.Call("index.Tensor", this, Argument.Indices(indices));

        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => index_put_(value, indices, accumulate: false);
        public Tensor index_put_(Tensor value, params Tensor[] indices) => index_put_(value, indices, accumulate: false);
        public Tensor index_put_(Scalar value, params Tensor[] indices) => index_put_(value, [.. indices.Select(TensorIndex.Tensor)]);

        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false) =>
            Aten.InPlace("index_put_", this, Argument.Indices(indices), value, accumulate);

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using var element = Aten.Call("scalar_tensor", value, dtype, Argument.None, device);
            return index_put_(element, indices, accumulate: false);
        }

        /// <summary>Writes the value, expanded to their shape, to the elements that the indices name.</summary>
        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate = false)
        {
            using var scope = NewDisposeScope();
            var (view, lists) = View(indices);
            if (lists is not null) Aten.InPlace("index_put_", view, Argument.Indices(lists), value, accumulate);
            else if (accumulate) view.add_(value);
            else view.copy_(value);
            return this;
        }

        private static TensorIndex[] Singles(params long[] indices) => [.. indices.Select(i => TensorIndex.Single(i))];

        /// <summary>The view that whole numbers and ranges give, and for index tensors, one for each of its dimensions, null for all of
        /// one.</summary>
        private (Tensor View, Tensor[] Lists) View(TensorIndex[] indices)
        {
            var view = this;
            Tensor[] lists = null;
            int dim = 0;
            long taken = indices.Sum(i => i.Kind switch
            {
                TensorIndexKind.Single or TensorIndexKind.Slice => 1,
                TensorIndexKind.Tensor => i.Source.dtype is ScalarType.Bool or ScalarType.Byte ? i.Source.ndim : 1,
                _ => 0,
            });
            foreach (var index in indices)
            {
                switch (index.Kind)
                {
                    case TensorIndexKind.Single:
                        view = view.select(dim, index.Start.Value);
                        break;
                    case TensorIndexKind.Slice:
                        if (index.Start is not null || index.Stop is not null || index.Step is not null)
                            view = Aten.Call("slice.Tensor", view, dim, index.Start, index.Stop, index.Step ?? 1);
                        dim++;
                        break;
                    case TensorIndexKind.Ellipsis:
                        dim += (int)(ndim - taken);
                        break;
                    case TensorIndexKind.None or TensorIndexKind.Null:
                        view = view.unsqueeze(dim++);
                        break;
                    case TensorIndexKind.Bool:
                        view = view.unsqueeze(dim);
                        Put(ref lists, dim++, tensor(index.Start != 0).unsqueeze(0));
                        break;
                    case TensorIndexKind.Tensor:
                        Put(ref lists, dim, index.Source);
                        dim += index.Source.dtype is ScalarType.Bool or ScalarType.Byte ? (int)index.Source.ndim : 1;
                        break;
                }
            }
            return (view, lists);
        }

        /// <summary>A mask counts as one entry in the list, however many dimensions it stands for.</summary>
        private static void Put(ref Tensor[] lists, int dim, Tensor index)
        {
            int masked = lists is null ? 0 : lists.Where(l => l is { dtype: ScalarType.Bool or ScalarType.Byte }).Sum(l => (int)l.ndim - 1);
            Array.Resize(ref lists, dim - masked + 1);
            lists[^1] = index;
        }
    }
}
