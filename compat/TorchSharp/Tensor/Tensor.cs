using System.Runtime.CompilerServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>
    /// An n-dimensional array of libtorch. Belongs to the dispose scope it was made in, and to nobody without one: then the
    /// caller disposes, or in the end the finalizer.
    /// </summary>
    public partial class Tensor : IDisposable
    {
        private static long s_totalCount;
        private static long s_peakCount;

        private IntPtr _handle;

        internal Tensor(IntPtr handle, bool register = true)
        {
            _handle = handle;
            var total = Interlocked.Increment(ref s_totalCount);
            if (total > s_peakCount) s_peakCount = total;
            if (register) Scope = DisposeScopeManager.ThreadSingleton.Register(this);
        }

        ~Tensor() => Dispose(false);

        /// <summary>Tensor objects that are alive in this process.</summary>
        public static long TotalCount => s_totalCount;

        /// <summary>The most tensor objects that were alive at a time.</summary>
        public static long PeakCount => s_peakCount;

        /// <summary>Whether the tensor was disposed of.</summary>
        public bool IsInvalid => _handle == 0;

        /// <summary>The native tensor.</summary>
        /// <exception cref="InvalidOperationException">The tensor was disposed of.</exception>
        public IntPtr Handle => _handle != 0 ? _handle : throw new InvalidOperationException("Tensor invalid -- empty handle.");

        public string name { get; set; }

        public long Dimensions => Describe().Dimensions;
        public long ndim => Describe().Dimensions;
        public long dim() => Describe().Dimensions;

        public long NumberOfElements => Describe().NumberOfElements;
        public long numel() => Describe().NumberOfElements;

        /// <summary>Bytes of one element.</summary>
        public long ElementSize => Describe().ElementSize;
        public long element_size() => Describe().ElementSize;

        public ScalarType dtype => (ScalarType)Describe().ScalarType;

        public DeviceType device_type => (DeviceType)Describe().DeviceType;
        public int device_index => Describe().DeviceIndex;

        public Device device
        {
            get
            {
                var info = Describe();
                return info.DeviceType == (int)DeviceType.CPU ? CPU : new Device((DeviceType)info.DeviceType, info.DeviceIndex);
            }
        }

        /// <summary>The sizes of all dimensions.</summary>
        public unsafe long[] shape
        {
            get
            {
                var info = Describe();
                var sizes = new ReadOnlySpan<long>(info.Sizes, info.Dimensions).ToArray();
                GC.KeepAlive(this);
                return sizes;
            }
        }

        public long[] size() => shape;

        public unsafe long size(int dim)
        {
            var info = Describe();
            var size = info.Sizes[Wrap(dim, info.Dimensions)];
            GC.KeepAlive(this);
            return size;
        }

        /// <summary>The distance between neighbours in each dimension, in elements.</summary>
        public unsafe long[] stride()
        {
            var info = Describe();
            var strides = new ReadOnlySpan<long>(info.Strides, info.Strides is null ? 0 : info.Dimensions).ToArray();
            GC.KeepAlive(this);
            return strides;
        }

        public long stride(int dim)
        {
            var strides = stride();
            return strides[Wrap(dim, strides.Length)];
        }

        public long storage_offset() => Describe().StorageOffset;

        public bool is_contiguous() => Describe().IsContiguous != 0;
        public bool is_cpu() => device_type == DeviceType.CPU;
        public bool is_cuda => device_type == DeviceType.CUDA;
        public bool is_meta => device_type == DeviceType.META;
        public bool is_sparse => Describe().Layout != 0;
        public bool is_integral() => torch.is_integral(dtype);
        public bool is_floating_point() => torch.is_floating_point(dtype);
        public bool is_complex() => torch.is_complex(dtype);
        public bool is_pinned() => Aten.CallBool("is_pinned", this);
        public bool is_nonzero() => Aten.CallBool("is_nonzero", this);

        /// <summary>The scope that will dispose of this tensor; null for none.</summary>
        internal DisposeScope Scope { get; set; }

        public Tensor MoveToOuterDisposeScope()
        {
            Scope?.MoveToOuter(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.Scope);

        public Tensor MoveToOtherDisposeScope(DisposeScope other)
        {
            if (Scope is not null) Scope.MoveToOther(other, this);
            else other?.Attach(this);
            return this;
        }

        /// <summary>Takes the tensor out of its scope; the caller disposes from now on.</summary>
        public Tensor DetachFromDisposeScope()
        {
            Scope?.Detach(this);
            return this;
        }

        /// <summary>Hands the native tensor to the caller, who releases it; this object is as if disposed of.</summary>
        public IntPtr DecoupleFromNativeHandle()
        {
            Scope?.MarkAsDisposed(this);
            return Surrender();
        }

        /// <summary>A tensor around a native one, which it takes over.</summary>
        public static Tensor UnsafeCreateTensor(IntPtr handle) => new(handle);

        public override bool Equals(object obj) => obj is Tensor tensor && Equals(tensor);

        /// <summary>Whether both have the same shape and elements.</summary>
        public bool Equals(Tensor target) =>
            target is not null && shape.AsSpan().SequenceEqual(target.shape) && Aten.CallBool("equal", this, target);

        public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            var handle = Interlocked.Exchange(ref _handle, 0);
            if (handle == 0) return;
            if (disposing)
            {
                DisposeScopeManager.ThreadSingleton.CountDisposal(this);
                Scope?.MarkAsDisposed(this);
            }
            Interlocked.Decrement(ref s_totalCount);
            Native.mt_tensor_release(handle);
        }

        /// <summary>Gives the native tensor away and stays in its scope, invalid, until something takes its place.</summary>
        internal IntPtr Surrender()
        {
            var handle = Handle;
            GC.SuppressFinalize(this);
            Interlocked.Decrement(ref s_totalCount);
            _handle = 0;
            return handle;
        }

        /// <summary>Puts the same numbers in another type (where they are fractions) or place behind this object; false where they are so
        /// already.</summary>
        internal bool MoveInPlace(ScalarType? type, Device device, bool nonBlocking)
        {
            var wanted = type is not null && is_floating_point() ? type.Value : dtype;
            var info = Describe();
            var place = device ?? this.device;
            if (wanted == dtype && (int)place.type == info.DeviceType && (place.index == -1 || place.index == info.DeviceIndex))
                return false;
            using var moved = detach().to(wanted, place, non_blocking: nonBlocking);
            (_handle, moved._handle) = (moved._handle, _handle);
            return true;
        }

        /// <summary>Address of the first element.</summary>
        internal IntPtr DataPointer()
        {
            Native.Check(Native.mt_tensor_data(Handle, out var data));
            return data;
        }

        internal NativeTensorInfo Describe()
        {
            Native.Check(Native.mt_tensor_describe(Handle, out var info));
            GC.KeepAlive(this);
            return info;
        }

        private static int Wrap(long dim, int dimensions)
        {
            var wrapped = dim < 0 ? dim + dimensions : dim;
            if (wrapped < 0 || wrapped >= dimensions)
                throw new IndexOutOfRangeException($"Dimension must be in [-{dimensions}, {dimensions - 1}], but was {dim}.");
            return (int)wrapped;
        }
    }
}
