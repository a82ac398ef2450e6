using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>mt_kind: what an argument or result of an operator is.</summary>
internal enum NativeKind
{
    None = 0,
    Tensor = 1,
    Bool = 2,
    Int = 3,
    Float = 4,
    String = 5,
    Device = 6,
    Generator = 7,
    Tensors = 8,
    Indices = 9,
    Ints = 10,
    Floats = 11,
}

/// <summary>mt_value.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeValue
{
    public NativeKind Kind;
    public int Length;
    public long Bits;       // integer, real or data

    public readonly double Real => BitConverter.Int64BitsToDouble(Bits);
}

/// <summary>mt_tensor_info.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeTensorInfo
{
    public long NumberOfElements;
    public long ElementSize;
    public long StorageOffset;
    public long* Sizes;
    public long* Strides;
    public int Dimensions;
    public int ScalarType;
    public int DeviceType;
    public int DeviceIndex;
    public int Layout;
    public byte RequiresGrad;
    public byte IsLeaf;
    public byte IsContiguous;
    public byte IsReadable;
}

/// <summary>mt_option.</summary>
internal enum NativeOption
{
    MatmulTf32 = 0,
    CudnnTf32 = 1,
}
