using TorchSharp.Interop;

namespace TorchSharp;

// Ranges, permutations, random integers, and tensors over or from .NET arrays.
public static partial class torch
{
    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
        arange(0, stop, 1, dtype, device, requires_grad);

    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
        arange(start, stop, 1, dtype, device, requires_grad);

    /// <summary>Int64 where all three numbers are whole, else of the default type.</summary>
    public static Tensor arange(
        Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device device = null, bool requires_grad = false)
    {
        bool whole = start.Kind == NativeKind.Int && stop.Kind == NativeKind.Int && step.Kind == NativeKind.Int;
        var type = dtype ?? (whole ? ScalarType.Int64 : get_default_dtype());
        return Made(Aten.Call("arange.start_step", start, stop, step, type, Argument.None, On(device)), requires_grad);
    }

    public static Tensor linspace(
        double start, double end, long steps, ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
        Made(Aten.Call("linspace", start, end, steps, Type(dtype), Argument.None, On(device)), requires_grad);

    public static Tensor logspace(
        double start, double end, long steps, double @base = 10, ScalarType? dtype = null, Device device = null,
        bool requires_grad = false) =>
        Made(Aten.Call("logspace", start, end, steps, @base, Type(dtype), Argument.None, On(device)), requires_grad);

    public static Tensor eye(
        long rows, long columns = -1, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        Made(Aten.Call("eye.m", rows, columns == -1 ? rows : columns, Type(dtype), Argument.None, On(device)), requires_grad);

    public static Tensor empty_strided(
        long[] size, long[] strides, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        Made(Aten.Call("empty_strided", size, strides, Type(dtype), Argument.None, On(device)), requires_grad);

    public static Tensor randint(
        long high, Size size, ScalarType? dtype = null, Device device = null, bool requires_grad = false, Generator generator = null,
        string[] names = null) =>
        randint(0, high, size.Shape, dtype, device, requires_grad, generator);

    public static Tensor randint(
        long low, long high, Size size, ScalarType? dtype = null, Device device = null, bool requires_grad = false,
        Generator generator = null, string[] names = null) =>
        randint(low, high, size.Shape, dtype, device, requires_grad, generator);

    public static Tensor randint(
        long high, long[] size, ScalarType? dtype = null, Device device = null, bool requires_grad = false, Generator generator = null,
        string[] names = null) =>
        randint(0, high, size, dtype, device, requires_grad, generator);

    /// <summary>Whole numbers from low to below high, Int64 without a dtype.</summary>
    public static Tensor randint(
        long low, long high, long[] size, ScalarType? dtype = null, Device device = null, bool requires_grad = false,
        Generator generator = null, string[] names = null) =>
        Made(
            Aten.Call("randint.low_generator", low, high, size, generator, dtype ?? ScalarType.Int64, Argument.None, On(device)),
            requires_grad);

    /// <summary>The whole numbers below n in random order, Int64 without a dtype.</summary>
    public static Tensor randperm(
        long n, ScalarType? dtype = null, Device device = null, bool requires_grad = false, Generator generator = null) =>
        Made(Aten.Call("randperm.generator", n, generator, dtype ?? ScalarType.Int64, Argument.None, On(device)), requires_grad);

    public static Tensor normal(
        double mean, double std, ReadOnlySpan<long> size, ScalarType? dtype = null, Device device = null, bool requires_grad = false,
        Generator generator = null, string[] names = null) =>
        randn(size, dtype, device, requires_grad: false, generator).mul_(std).add_(mean).requires_grad_(requires_grad);

    public static Tensor normal(Tensor mean, Tensor std, Generator generator = null) =>
        Aten.Call("normal.Tensor_Tensor", mean, std, generator);

    public static Tensor bernoulli(Tensor input, Generator generator = null) => input.bernoulli(generator);

    public static Tensor multinomial(Tensor input, long num_samples, bool replacement = false, Generator generator = null) =>
        input.multinomial(num_samples, replacement, generator);

    /// <summary>A tensor over the array's own memory, where neither type nor device differ.</summary>
    public static Tensor from_array(Array rawArray, Device device = null) => from_array(rawArray, null, device);

    public static Tensor from_array(
        Array rawArray, ScalarType? dtype, Device device = null, bool requires_grad = false, string[] names = null) =>
        Placed(Tensor.Share(rawArray, Sizes(rawArray)), dtype, device, requires_grad);

    public static Tensor as_tensor(Array data, ScalarType? dtype = null, Device device = null) => from_array(data, dtype, device);

    public static Tensor as_tensor(Tensor data, ScalarType? dtype = null, Device device = null) =>
        data.to(dtype ?? data.dtype, device ?? data.device);

    /// <summary>A flat tensor over <paramref name="count"/> elements of the array's own memory, from element <paramref name="offset"/>
    /// on.</summary>
    public static Tensor frombuffer(Array rawArray, ScalarType dtype, long count = -1, long offset = 0, bool requires_grad = false)
    {
        var length = rawArray.LongLength;
        if (offset < 0 || offset >= length) throw new ArgumentException($"invalid value for 'offset': {offset}");
        if (count < 0) count = length - offset;
        if (count > length - offset) throw new IndexOutOfRangeException($"element count is too large: {count}");
        return Placed(Tensor.Share(rawArray, [count], offset), dtype, null, requires_grad);
    }

    public static Tensor empty_like(
        Tensor input, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        input.empty_like(dtype, device, requires_grad);
    public static Tensor zeros_like(
        Tensor input, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        input.zeros_like(dtype, device, requires_grad);
    public static Tensor ones_like(
        Tensor input, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        input.ones_like(dtype, device, requires_grad);
    public static Tensor full_like(
        Tensor input, Scalar value, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        input.full_like(value, dtype, device, requires_grad);
    public static Tensor rand_like(Tensor input, ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
        input.rand_like(dtype, device, requires_grad);
    public static Tensor randn_like(Tensor input, ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
        input.randn_like(dtype, device, requires_grad);
    public static Tensor randint_like(
        Tensor input, long low, long high, ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
        input.randint_like(low, high, dtype, device, requires_grad);
}
