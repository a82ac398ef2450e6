using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Kernels;

/// <summary>Checks of tensors for native code that has none of its own: a wrong tensor there is read or written beyond its end.</summary>
internal static class KernelInput
{
    /// <summary>The tensor, if there is one that is not disposed.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public static Tensor Live(Tensor? tensor, [CallerArgumentExpression(nameof(tensor))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(tensor, name);
        return tensor.IsInvalid ? throw new ObjectDisposedException(name, $"The tensor '{name}' was disposed.") : tensor;
    }

    /// <summary>Checks a tensor's shape, type and device.</summary>
    /// <exception cref="ArgumentException">One of them is another.</exception>
    public static void Expect(Tensor? tensor, ReadOnlySpan<long> shape, ScalarType type, DeviceType device, string name)
    {
        if (!Live(tensor, name).shape.AsSpan().SequenceEqual(shape) || tensor!.dtype != type || tensor.device_type != device)
            throw new ArgumentException($"'{name}' must be {Text(shape, type, device)}, but is {Text(tensor!)}.", name);
    }

    /// <summary>Whether the elements fill their memory without gaps or overlaps, the last dimension of the order varying fastest.</summary>
    public static bool IsDense(Tensor tensor, ReadOnlySpan<int> order)
    {
        var (shape, strides) = (tensor.shape, tensor.stride());
        long next = 1;
        for (int i = order.Length - 1; i >= 0; i--)
        {
            int dimension = order[i];
            if (shape[dimension] != 1 && strides[dimension] != next) return false;
            next *= shape[dimension];
        }
        return true;
    }

    /// <summary>Whether the elements fill their memory without gaps or overlaps, in whatever order.</summary>
    public static bool IsDense(Tensor tensor)
    {
        var strides = tensor.stride();
        int[] order = [.. Enumerable.Range(0, strides.Length).OrderByDescending(i => strides[i])];
        return IsDense(tensor, order);
    }

    public static string Text(Tensor tensor) => Text(tensor.shape, tensor.dtype, tensor.device_type);

    private static string Text(ReadOnlySpan<long> shape, ScalarType type, DeviceType device) =>
        $"{type} [{string.Join(", ", shape.ToArray())}] on {device}";
}
