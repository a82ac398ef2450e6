using TorchSharp.Interop;

namespace TorchSharp;

// New tensors of one value, or of random values. Without a dtype they have the default one, without a device they are on the default one.
public static partial class torch
{
    public static Tensor zeros(
        long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device device = null, bool requires_grad = false,
        string[] names = null) =>
        zeros([dim0, dim1, dim2, dim3], dtype, device, requires_grad);
    public static Tensor zeros(
        long dim0, long dim1, long dim2, ScalarType? dtype = null, Device device = null, bool requires_grad = false,
        string[] names = null) =>
        zeros([dim0, dim1, dim2], dtype, device, requires_grad);
    public static Tensor zeros(
        long rows, long columns, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        zeros([rows, columns], dtype, device, requires_grad);
    public static Tensor zeros(
        long size, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        zeros([size], dtype, device, requires_grad);
    public static Tensor zeros(
        long[] size, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        Made(Aten.Call("zeros", size, Type(dtype), Argument.None, On(device)), requires_grad);
    public static Tensor zeros(
        ReadOnlySpan<long> size, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        zeros(size.ToArray(), dtype, device, requires_grad);

    public static Tensor ones(
        long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device device = null, bool requires_grad = false,
        string[] names = null) =>
        ones([dim0, dim1, dim2, dim3], dtype, device, requires_grad);
    public static Tensor ones(
        long dim0, long dim1, long dim2, ScalarType? dtype = null, Device device = null, bool requires_grad = false,
        string[] names = null) =>
        ones([dim0, dim1, dim2], dtype, device, requires_grad);
    public static Tensor ones(
        long rows, long columns, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        ones([rows, columns], dtype, device, requires_grad);
    public static Tensor ones(
        long size, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        ones([size], dtype, device, requires_grad);
    public static Tensor ones(
        long[] size, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        Made(Aten.Call("ones", size, Type(dtype), Argument.None, On(device)), requires_grad);
    public static Tensor ones(
        ReadOnlySpan<long> size, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        ones(size.ToArray(), dtype, device, requires_grad);

    public static Tensor empty(
        long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device device = null, bool requires_grad = false,
        string[] names = null) =>
        empty([dim0, dim1, dim2, dim3], dtype, device, requires_grad);
    public static Tensor empty(
        long dim0, long dim1, long dim2, ScalarType? dtype = null, Device device = null, bool requires_grad = false,
        string[] names = null) =>
        empty([dim0, dim1, dim2], dtype, device, requires_grad);
    public static Tensor empty(
        long rows, long columns, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        empty([rows, columns], dtype, device, requires_grad);
    public static Tensor empty(
        long size, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        empty([size], dtype, device, requires_grad);
    public static Tensor empty(
        long[] size, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        Made(Aten.Call("empty.memory_format", size, Type(dtype), Argument.None, On(device)), requires_grad);
    public static Tensor empty(
        ReadOnlySpan<long> size, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        empty(size.ToArray(), dtype, device, requires_grad);

    public static Tensor full(
        long dim0, long dim1, long dim2, long dim3, Scalar value, ScalarType? dtype = null, Device device = null,
        bool requires_grad = false, string[] names = null) =>
        full([dim0, dim1, dim2, dim3], value, dtype, device, requires_grad);
    public static Tensor full(
        long dim0, long dim1, long dim2, Scalar value, ScalarType? dtype = null, Device device = null, bool requires_grad = false,
        string[] names = null) =>
        full([dim0, dim1, dim2], value, dtype, device, requires_grad);
    public static Tensor full(
        long rows, long columns, Scalar value, ScalarType? dtype = null, Device device = null, bool requires_grad = false,
        string[] names = null) =>
        full([rows, columns], value, dtype, device, requires_grad);
    public static Tensor full(
        long size, Scalar value, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        full([size], value, dtype, device, requires_grad);
    public static Tensor full(
        long[] size, Scalar value, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        Made(Aten.Call("full", size, value, dtype ?? TypeOf(value), Argument.None, On(device)), requires_grad);
    public static Tensor full(
        ReadOnlySpan<long> size, Scalar value, ScalarType? dtype = null, Device device = null, bool requires_grad = false,
        string[] names = null) =>
        full(size.ToArray(), value, dtype, device, requires_grad);

    public static Tensor rand(
        long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device device = null, bool requires_grad = false,
        Generator generator = null, string[] names = null) =>
        rand([dim0, dim1, dim2, dim3], dtype, device, requires_grad, generator);
    public static Tensor rand(
        long dim0, long dim1, long dim2, ScalarType? dtype = null, Device device = null, bool requires_grad = false,
        Generator generator = null, string[] names = null) =>
        rand([dim0, dim1, dim2], dtype, device, requires_grad, generator);
    public static Tensor rand(
        long rows, long columns, ScalarType? dtype = null, Device device = null, bool requires_grad = false, Generator generator = null,
        string[] names = null) =>
        rand([rows, columns], dtype, device, requires_grad, generator);
    public static Tensor rand(
        long size, ScalarType? dtype = null, Device device = null, bool requires_grad = false, Generator generator = null,
        string[] names = null) =>
        rand([size], dtype, device, requires_grad, generator);
    public static Tensor rand(
        long[] size, ScalarType? dtype = null, Device device = null, bool requires_grad = false, Generator generator = null,
        string[] names = null) =>
        Made(Aten.Call("rand.generator", size, generator, Type(dtype), Argument.None, On(device)), requires_grad);
    public static Tensor rand(
        ReadOnlySpan<long> size, ScalarType? dtype = null, Device device = null, bool requires_grad = false, Generator generator = null,
        string[] names = null) =>
        rand(size.ToArray(), dtype, device, requires_grad, generator);

    public static Tensor randn(
        long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device device = null, bool requires_grad = false,
        Generator generator = null, string[] names = null) =>
        randn([dim0, dim1, dim2, dim3], dtype, device, requires_grad, generator);
    public static Tensor randn(
        long dim0, long dim1, long dim2, ScalarType? dtype = null, Device device = null, bool requires_grad = false,
        Generator generator = null, string[] names = null) =>
        randn([dim0, dim1, dim2], dtype, device, requires_grad, generator);
    public static Tensor randn(
        long rows, long columns, ScalarType? dtype = null, Device device = null, bool requires_grad = false, Generator generator = null,
        string[] names = null) =>
        randn([rows, columns], dtype, device, requires_grad, generator);
    public static Tensor randn(
        long size, ScalarType? dtype = null, Device device = null, bool requires_grad = false, Generator generator = null,
        string[] names = null) =>
        randn([size], dtype, device, requires_grad, generator);
    public static Tensor randn(
        long[] size, ScalarType? dtype = null, Device device = null, bool requires_grad = false, Generator generator = null,
        string[] names = null) =>
        Made(Aten.Call("randn.generator", size, generator, Type(dtype), Argument.None, On(device)), requires_grad);
    public static Tensor randn(
        ReadOnlySpan<long> size, ScalarType? dtype = null, Device device = null, bool requires_grad = false, Generator generator = null,
        string[] names = null) =>
        randn(size.ToArray(), dtype, device, requires_grad, generator);

    private static ScalarType Type(ScalarType? dtype) => dtype ?? get_default_dtype();

    private static Device On(Device device) => InitializeDevice(device);

    // A whole number fills an Int64 tensor and a truth value a Bool one.
    private static ScalarType TypeOf(Scalar value) => value.Type == ScalarType.Float64 ? get_default_dtype() : value.Type;

    private static Tensor Made(Tensor tensor, bool requiresGrad) => tensor.WithGrad(requiresGrad);
}
