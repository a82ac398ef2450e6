using TorchSharp.Interop;

namespace TorchSharp;

// Tensors made from numbers: the elements are copied.
public static partial class torch
{
    public static Tensor tensor(bool scalar, ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
        FromElements<bool>([scalar], [], dtype, device, requires_grad);
    public static Tensor tensor(
        bool[,,,] rawArray, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        FromArray(rawArray, dtype, device, requires_grad);
    public static Tensor tensor(
        bool[,,] rawArray, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        FromArray(rawArray, dtype, device, requires_grad);
    public static Tensor tensor(
        bool[,] rawArray, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        FromArray(rawArray, dtype, device, requires_grad);
    public static Tensor tensor(
        bool[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device device = null, bool requires_grad = false,
        string[] names = null) =>
        FromElements<bool>(rawArray, dimensions.ToArray(), dtype, device, requires_grad);
    public static Tensor tensor(
        bool[] rawArray, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        FromElements<bool>(rawArray, [rawArray.Length], dtype, device, requires_grad);
    public static Tensor tensor(
        IList<bool> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device device = null, bool requires_grad = false,
        string[] names = null) =>
        FromElements<bool>(rawArray.ToArray(), dimensions.ToArray(), dtype, device, requires_grad);
    public static Tensor tensor(
        IList<bool> rawArray, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        FromElements<bool>(rawArray.ToArray(), [rawArray.Count], dtype, device, requires_grad);

    public static Tensor tensor(byte scalar, Device device = null, bool requires_grad = false) =>
        FromElements<byte>([scalar], [], null, device, requires_grad);
    public static Tensor tensor(
        byte[,,,] rawArray, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        FromArray(rawArray, dtype, device, requires_grad);
    public static Tensor tensor(
        byte[,,] rawArray, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        FromArray(rawArray, dtype, device, requires_grad);
    public static Tensor tensor(
        byte[,] rawArray, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        FromArray(rawArray, dtype, device, requires_grad);
    public static Tensor tensor(
        byte[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device device = null, bool requires_grad = false,
        string[] names = null) =>
        FromElements<byte>(rawArray, dimensions.ToArray(), dtype, device, requires_grad);
    public static Tensor tensor(
        byte[] rawArray, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        FromElements<byte>(rawArray, [rawArray.Length], dtype, device, requires_grad);
    public static Tensor tensor(
        IList<byte> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device device = null, bool requires_grad = false,
        string[] names = null) =>
        FromElements<byte>(rawArray.ToArray(), dimensions.ToArray(), dtype, device, requires_grad);
    public static Tensor tensor(
        IList<byte> rawArray, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        FromElements<byte>(rawArray.ToArray(), [rawArray.Count], dtype, device, requires_grad);
    public static Tensor tensor(
        Memory<byte> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device device = null, bool requires_grad = false,
        string[] names = null) =>
        FromElements<byte>(rawArray.Span, dimensions.ToArray(), dtype, device, requires_grad);

    public static Tensor tensor(
        IList<short> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device device = null, bool requires_grad = false,
        string[] names = null) =>
        FromElements<short>(rawArray.ToArray(), dimensions.ToArray(), dtype, device, requires_grad);
    public static Tensor tensor(
        IList<short> rawArray, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        FromElements<short>(rawArray.ToArray(), [rawArray.Count], dtype, device, requires_grad);
    public static Tensor tensor(short scalar, Device device = null, bool requires_grad = false) =>
        FromElements<short>([scalar], [], null, device, requires_grad);
    public static Tensor tensor(
        short[,,,] rawArray, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        FromArray(rawArray, dtype, device, requires_grad);
    public static Tensor tensor(
        short[,,] rawArray, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        FromArray(rawArray, dtype, device, requires_grad);
    public static Tensor tensor(
        short[,] rawArray, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        FromArray(rawArray, dtype, device, requires_grad);
    public static Tensor tensor(
        short[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device device = null, bool requires_grad = false,
        string[] names = null) =>
        FromElements<short>(rawArray, dimensions.ToArray(), dtype, device, requires_grad);
    public static Tensor tensor(
        short[] rawArray, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        FromElements<short>(rawArray, [rawArray.Length], dtype, device, requires_grad);
    public static Tensor tensor(
        Memory<short> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device device = null, bool requires_grad = false,
        string[] names = null) =>
        FromElements<short>(rawArray.Span, dimensions.ToArray(), dtype, device, requires_grad);

    public static Tensor tensor(
        IList<int> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device device = null, bool requires_grad = false,
        string[] names = null) =>
        FromElements<int>(rawArray.ToArray(), dimensions.ToArray(), dtype, device, requires_grad);
    public static Tensor tensor(
        IList<int> rawArray, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        FromElements<int>(rawArray.ToArray(), [rawArray.Count], dtype, device, requires_grad);
    public static Tensor tensor(int scalar, Device device = null, bool requires_grad = false) =>
        FromElements<int>([scalar], [], null, device, requires_grad);
    public static Tensor tensor(
        int[,,,] rawArray, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        FromArray(rawArray, dtype, device, requires_grad);
    public static Tensor tensor(
        int[,,] rawArray, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        FromArray(rawArray, dtype, device, requires_grad);
    public static Tensor tensor(
        int[,] rawArray, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        FromArray(rawArray, dtype, device, requires_grad);
    public static Tensor tensor(
        int[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device device = null, bool requires_grad = false,
        string[] names = null) =>
        FromElements<int>(rawArray, dimensions.ToArray(), dtype, device, requires_grad);
    public static Tensor tensor(
        int[] rawArray, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        FromElements<int>(rawArray, [rawArray.Length], dtype, device, requires_grad);
    public static Tensor tensor(
        Memory<int> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device device = null, bool requires_grad = false,
        string[] names = null) =>
        FromElements<int>(rawArray.Span, dimensions.ToArray(), dtype, device, requires_grad);

    public static Tensor tensor(
        IList<long> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device device = null, bool requires_grad = false,
        string[] names = null) =>
        FromElements<long>(rawArray.ToArray(), dimensions.ToArray(), dtype, device, requires_grad);
    public static Tensor tensor(
        IList<long> rawArray, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        FromElements<long>(rawArray.ToArray(), [rawArray.Count], dtype, device, requires_grad);
    public static Tensor tensor(long scalar, ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
        FromElements<long>([scalar], [], dtype, device, requires_grad);
    public static Tensor tensor(
        long[,,,] rawArray, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        FromArray(rawArray, dtype, device, requires_grad);
    public static Tensor tensor(
        long[,,] rawArray, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        FromArray(rawArray, dtype, device, requires_grad);
    public static Tensor tensor(
        long[,] rawArray, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        FromArray(rawArray, dtype, device, requires_grad);
    public static Tensor tensor(
        long[] dataArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device device = null, bool requires_grad = false,
        string[] names = null) =>
        FromElements<long>(dataArray, dimensions.ToArray(), dtype, device, requires_grad);
    public static Tensor tensor(
        long[] dataArray, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        FromElements<long>(dataArray, [dataArray.Length], dtype, device, requires_grad);
    public static Tensor tensor(
        Memory<long> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device device = null, bool requires_grad = false,
        string[] names = null) =>
        FromElements<long>(rawArray.Span, dimensions.ToArray(), dtype, device, requires_grad);

    public static Tensor tensor(
        IList<float> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device device = null, bool requires_grad = false,
        string[] names = null) =>
        FromElements<float>(rawArray.ToArray(), dimensions.ToArray(), dtype, device, requires_grad);
    public static Tensor tensor(
        IList<float> rawArray, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        FromElements<float>(rawArray.ToArray(), [rawArray.Count], dtype, device, requires_grad);
    public static Tensor tensor(
        Memory<float> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device device = null, bool requires_grad = false,
        string[] names = null) =>
        FromElements<float>(rawArray.Span, dimensions.ToArray(), dtype, device, requires_grad);
    public static Tensor tensor(float real, float imaginary, ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
        FromElements<float>([real], [], dtype, device, requires_grad);
    public static Tensor tensor(float scalar, Device device = null, bool requires_grad = false) =>
        FromElements<float>([scalar], [], null, device, requires_grad);
    public static Tensor tensor(
        float[,,,] rawArray, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        FromArray(rawArray, dtype, device, requires_grad);
    public static Tensor tensor(
        float[,,] rawArray, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        FromArray(rawArray, dtype, device, requires_grad);
    public static Tensor tensor(
        float[,] rawArray, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        FromArray(rawArray, dtype, device, requires_grad);
    public static Tensor tensor(
        float[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device device = null, bool requires_grad = false,
        string[] names = null) =>
        FromElements<float>(rawArray, dimensions.ToArray(), dtype, device, requires_grad);
    public static Tensor tensor(
        float[] rawArray, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        FromElements<float>(rawArray, [rawArray.Length], dtype, device, requires_grad);

    public static Tensor tensor(double scalar, ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
        FromElements<double>([scalar], [], dtype, device, requires_grad);
    public static Tensor tensor(
        double[,,,] rawArray, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        FromArray(rawArray, dtype, device, requires_grad);
    public static Tensor tensor(
        double[,,] rawArray, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        FromArray(rawArray, dtype, device, requires_grad);
    public static Tensor tensor(
        double[,] rawArray, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        FromArray(rawArray, dtype, device, requires_grad);
    public static Tensor tensor(
        double[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device device = null, bool requires_grad = false,
        string[] names = null) =>
        FromElements<double>(rawArray, dimensions.ToArray(), dtype, device, requires_grad);
    public static Tensor tensor(
        double[] rawArray, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        FromElements<double>(rawArray, [rawArray.Length], dtype, device, requires_grad);
    public static Tensor tensor(
        IList<double> rawArray, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        FromElements<double>(rawArray.ToArray(), [rawArray.Count], dtype, device, requires_grad);
    public static Tensor tensor(
        Memory<double> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device device = null, bool requires_grad = false,
        string[] names = null) =>
        FromElements<double>(rawArray.Span, dimensions.ToArray(), dtype, device, requires_grad);

    private static Tensor FromElements<T>(ReadOnlySpan<T> elements, long[] dimensions, ScalarType? dtype, Device device, bool requiresGrad)
        where T : unmanaged
    {
        long count = dimensions.Aggregate(1L, (product, size) => product * size);
        if (count > elements.Length)
            throw new ArgumentException($"mismatched total size creating a tensor from an array: {count} vs. {elements.Length}");
        var tensor = Tensor.FromSpan(elements[..(int)count], dimensions, ElementTypes.Of(typeof(T)));
        return Placed(tensor, dtype, device, requiresGrad);
    }

    private static Tensor FromArray(Array array, ScalarType? dtype, Device device, bool requiresGrad) =>
        Placed(Tensor.Share((Array)array.Clone(), Sizes(array)), dtype, device, requiresGrad);

    /// <summary>The tensor itself where it is already as wanted, else a copy in its place.</summary>
    private static Tensor Placed(Tensor tensor, ScalarType? dtype, Device device, bool requiresGrad)
    {
        if ((dtype is not null && dtype != tensor.dtype) || (device is not null && device.type != DeviceType.CPU))
            tensor = tensor.to(dtype ?? tensor.dtype, device ?? CPU, disposeAfter: true);
        return tensor.WithGrad(requiresGrad);
    }

    private static long[] Sizes(Array array) => [.. Enumerable.Range(0, array.Rank).Select(array.GetLongLength)];
}
