using System.Runtime.InteropServices;
using TorchSharp.Interop;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The elements as a span over the tensor's own memory, valid while the tensor lives.</summary>
        /// <exception cref="InvalidOperationException">The tensor is not a contiguous CPU tensor of less than 2 GiB.</exception>
        public unsafe Span<byte> bytes
        {
            get
            {
                var info = Describe();
                if (info.IsReadable == 0)
                    throw new InvalidOperationException(
                        "Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
                if (info.IsContiguous == 0)
                    throw new InvalidOperationException("bytes needs a contiguous tensor; call contiguous() first.");
                var length = info.NumberOfElements * info.ElementSize;
                if (length > int.MaxValue)
                    throw new InvalidOperationException($"bytes cannot span {length} bytes; the most is {int.MaxValue}.");
                return new Span<byte>((void*)DataPointer(), (int)length);
            }
            set
            {
                var target = bytes;
                if (target.Length != value.Length) throw new ArgumentException(
                    $"The tensor has {target.Length} bytes, but {value.Length} were given.", nameof(value));
                value.CopyTo(target);
            }
        }

        /// <summary>The elements for reading and writing; a copy where the tensor is not in the CPU's memory.</summary>
        /// <exception cref="ArgumentException">T is not the tensor's element type.</exception>
        public TensorAccessor<T> data<T>() where T : unmanaged
        {
            CheckElementType(typeof(T));
            return new TensorAccessor<T>(device_type == DeviceType.CPU ? this : cpu());
        }

        /// <summary>The only element.</summary>
        /// <exception cref="ArgumentException">There is not exactly one element, or T is not its type.</exception>
        public unsafe T item<T>() where T : unmanaged
        {
            var info = Describe();
            if (info.NumberOfElements != 1)
                throw new ArgumentException($"item() needs a tensor of one element, but this one has {info.NumberOfElements}.");
            CheckElementType(typeof(T));
            if (info.IsReadable != 0)
            {
                var value = *(T*)DataPointer();
                GC.KeepAlive(this);
                return value;
            }
            using var copy = cpu();
            return *(T*)copy.DataPointer();
        }

        /// <summary>The only element as a scalar: Int64, Float64 or Bool.</summary>
        public Scalar ToScalar()
        {
            if (dtype == ScalarType.Bool) return item<bool>();
            if (is_integral())
            {
                using var integer = to_type(ScalarType.Int64);
                return integer.item<long>();
            }
            using var real = to_type(ScalarType.Float64);
            return real.item<double>();
        }

        private void CheckElementType(Type type)
        {
            if (ElementTypes.Of(dtype) != type) throw new ArgumentException($"{type.Name} is not compatible with {dtype}");
        }

        public static explicit operator bool(Tensor value) => value.ToScalar().ToBoolean();
        public static explicit operator byte(Tensor value) => value.ToScalar().ToByte();
        public static explicit operator sbyte(Tensor value) => value.ToScalar().ToSByte();
        public static explicit operator short(Tensor value) => value.ToScalar().ToInt16();
        public static explicit operator int(Tensor value) => value.ToScalar().ToInt32();
        public static explicit operator long(Tensor value) => value.ToScalar().ToInt64();
        public static explicit operator float(Tensor value) => value.ToScalar().ToSingle();
        public static explicit operator double(Tensor value) => value.ToScalar().ToDouble();

        /// <summary>A CPU tensor of copies of the elements.</summary>
        internal static unsafe Tensor FromSpan<T>(ReadOnlySpan<T> elements, long[] sizes, ScalarType type) where T : unmanaged
        {
            var tensor = Aten.Call("empty.memory_format", sizes, type, Argument.None, CPU);
            elements.CopyTo(new Span<T>((void*)tensor.DataPointer(), elements.Length));
            return tensor;
        }

        /// <summary>A CPU tensor over the array's memory from element <paramref name="offset"/> on; the array stays pinned as long as it
        /// lives.</summary>
        internal static unsafe Tensor Share(Array array, long[] sizes, long offset = 0)
        {
            var type = ElementTypes.Of(array.GetType().GetElementType());
            var pin = GCHandle.Alloc(array, GCHandleType.Pinned);
            var data = pin.AddrOfPinnedObject() + (nint)(offset * type.ElementSize());
            var status = Native.mt_tensor_from_memory(data, sizes, sizes.Length, (int)type, &Unpin, GCHandle.ToIntPtr(pin), out var handle);
            if (status != 0) pin.Free();
            Native.Check(status);
            return new Tensor(handle);
        }

        [UnmanagedCallersOnly]
        private static void Unpin(IntPtr pin) => GCHandle.FromIntPtr(pin).Free();
    }
}
