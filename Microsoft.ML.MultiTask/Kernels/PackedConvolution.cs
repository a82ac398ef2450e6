using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Kernels;

/// <summary>
/// A convolution that scores: oneDNN's, with its weights rearranged once instead of in every call, and with the ReLU and the residual sum
/// behind it in the same call. In bfloat16 the result is rounded once instead of after each operator.
/// </summary>
internal sealed unsafe class PackedConvolution : IDisposable
{
    private const string Script = """
        def pack(weight, padding: int, stride: int, n: int, c: int, h: int, w: int):
            return torch.mkldnn_reorder_conv2d_weight(weight.to_mkldnn(), [padding, padding], [stride, stride], [1, 1], 1, [n, c, h, w])

        """;

    private static readonly Lazy<jit.CompilationUnit> s_script = new(() => jit.compile(Script));
    private static readonly Lazy<bool> s_takesFloat32 = new(() => TryOn(ScalarType.Float32));
    private static readonly Lazy<bool> s_takesBFloat16 = new(() => TryOn(ScalarType.BFloat16));

    private readonly Tensor _weight;                                // in oneDNN's layout, which no other operator reads
    private readonly Tensor _bias;
    private readonly ScalarType _type;
    private readonly long[] _shape;                                 // of the weights: [C', C, k, k]
    private readonly int _stride;
    private readonly int _padding;
    private bool _isDisposed;

    /// <param name="weight">[C', C, k, k], on the CPU, of a type that <see cref="Takes"/> allows. Only read.</param>
    /// <param name="bias">[C'], of the same type; not owned.</param>
    /// <param name="stride">Stride, pixels.</param>
    /// <param name="padding">Padding, pixels.</param>
    /// <param name="size">[N, C, H, W], the size of input to rearrange the weights for; another size is right, but slower.</param>
    /// <exception cref="ArgumentException">A tensor or the size is not like that.</exception>
    internal PackedConvolution(Tensor weight, Tensor bias, int stride, int padding, long[] size)
    {
        if (KernelInput.Live(weight).dim() != 4 || weight.shape[2] != weight.shape[3] || weight.numel() == 0
            || weight.device_type != DeviceType.CPU || weight.dtype is not (ScalarType.Float32 or ScalarType.BFloat16))
            throw new ArgumentException($"'weight' must be Float32 or BFloat16 [C', C, k, k] on the CPU, but is {KernelInput.Text(weight)}.", nameof(weight));
        (_bias, _type, _shape, _stride, _padding) = (bias, weight.dtype, weight.shape, stride, padding);
        KernelInput.Expect(bias, [_shape[0]], _type, DeviceType.CPU, nameof(bias));
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(padding);
        ArgumentNullException.ThrowIfNull(size);
        if (size.Length != 4 || size[1] != _shape[1] || size.Any(length => length is < 1 or > int.MaxValue) || Output(size[2]) < 1 || Output(size[3]) < 1)
            throw new ArgumentException(
                $"'size' must be [N, {_shape[1]}, H, W], large enough for a kernel of {_shape[2]}, but is [{string.Join(", ", size)}].", nameof(size));
        Scalar[] numbers = [(long)padding, (long)stride, size[0], size[1], size[2], size[3]];
        _weight = ((Tensor)s_script.Value.invoke("pack", weight, numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]))
            .DetachFromDisposeScope();
        GC.KeepAlive(numbers);                                      // as in KeptScalars
    }

    /// <summary>Whether this libtorch has the operators, for such weights: oneDNN on an x86 processor, bfloat16 where the processor has it.</summary>
    internal static bool Takes(Tensor weight) => KernelInput.Live(weight).device_type == DeviceType.CPU && weight.dtype switch
    {
        ScalarType.Float32 => s_takesFloat32.Value,
        ScalarType.BFloat16 => s_takesBFloat16.Value,
        _ => false,
    };

    /// <summary>convolution(x), or relu(convolution(x)).</summary>
    /// <param name="x">[N, C, H, W], channels last, of the weights' type.</param>
    /// <param name="rectifies">Whether a ReLU follows.</param>
    /// <returns>[N, C', H/stride, W/stride], channels last; the caller's dispose scope owns it.</returns>
    internal Tensor Convolve(Tensor x, bool rectifies) => Run(x, sum: null, rectifies);

    /// <summary>relu(sum + convolution(x)), written over <paramref name="sum"/>.</summary>
    /// <param name="sum">[N, C', H/stride, W/stride], channels last, of the weights' type.</param>
    /// <param name="x">[N, C, H, W], channels last, of the same type.</param>
    /// <returns>The memory of <paramref name="sum"/> as another tensor; the caller's dispose scope owns it.</returns>
    internal Tensor RectifySum(Tensor sum, Tensor x) => Run(x, KernelInput.Live(sum), rectifies: true);

    public void Dispose()
    {
        _isDisposed = true;
        _weight.Dispose();
    }

    private long Output(long input) => (input + (2 * _padding) - _shape[2]) / _stride + 1;

    // These entries of libtorch check nothing: oneDNN would read and write beyond a tensor that is too small.
    private void Expect(Tensor x, Tensor? sum)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        KernelInput.Live(_bias, "bias");
        if (KernelInput.Live(x).dim() != 4 || x.shape[1] != _shape[1] || x.dtype != _type || x.device_type != DeviceType.CPU
            || x.shape[0] < 1 || Output(x.shape[2]) < 1 || Output(x.shape[3]) < 1)
            throw new ArgumentException(
                $"'x' must be {_type} [N, {_shape[1]}, H, W] on the CPU, large enough for a kernel of {_shape[2]}, but is {KernelInput.Text(x)}.", nameof(x));
        if (sum is null) return;
        KernelInput.Expect(sum, [x.shape[0], _shape[0], Output(x.shape[2]), Output(x.shape[3])], _type, DeviceType.CPU, nameof(sum));
        if (!KernelInput.IsDense(sum, [0, 2, 3, 1]))
            throw new ArgumentException(
                $"'sum' is written to and must be channels last without gaps, but has the strides [{string.Join(", ", sum.stride())}].", nameof(sum));
    }

    private Tensor Run(Tensor x, Tensor? sum, bool rectifies)
    {
        Expect(x, sum);
        long* padding = stackalloc long[] { _padding, _padding }, stride = stackalloc long[] { _stride, _stride }, dilation = stackalloc long[] { 1, 1 };
        IntPtr bias = _bias.Handle;
        int failed;
        IntPtr result;
        fixed (byte* relu = "relu\0"u8, none = "none\0"u8, add = "add\0"u8)
        {
            byte* last = rectifies ? relu : none;
            double factor = 1;
            failed = sum is null
                ? aoti_torch_cpu_mkldnn__convolution_pointwise(
                    x.Handle, _weight.Handle, &bias, padding, 2, stride, 2, dilation, 2, 1, last, null, 0, null, out result)
                : aoti_torch_cpu_mkldnn__convolution_pointwise_binary_(
                    sum.Handle, x.Handle, _weight.Handle, &bias, padding, 2, stride, 2, dilation, 2, 1, add, &factor, &last, null, 0, null, out result);
        }
        GC.KeepAlive(x);
        GC.KeepAlive(sum);
        GC.KeepAlive(this);
        return failed == 0 ? Tensor.UnsafeCreateTensor(result)
            : throw new InvalidOperationException($"oneDNN's convolution failed for an input of [{string.Join(", ", x.shape)}], {x.dtype}; the error stream has its message.");
    }

    private static bool TryOn(ScalarType type)
    {
        try
        {
            using var noGradients = no_grad();
            using var scope = NewDisposeScope();
            Tensor weight = zeros([1, 1, 1, 1], type), bias = zeros([1], type);
            using var packed = new PackedConvolution(weight, bias, stride: 1, padding: 0, [1, 1, 1, 1]);
            packed.RectifySum(packed.Convolve(weight, rectifies: true), weight);
            return true;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or ExternalException or InvalidOperationException)
        {
            return false;
        }
    }

    // libtorch's C interface: 0 for success; a tensor's handle is TorchSharp's. Lists are a pointer and a length, optional values pointers or null.
    [DllImport("torch_cpu"), DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static extern int aoti_torch_cpu_mkldnn__convolution_pointwise(
        IntPtr x, IntPtr weight, IntPtr* bias, long* padding, long paddingLength, long* stride, long strideLength, long* dilation,
        long dilationLength, long groups, byte* operation, double** scalars, long scalarsLength, byte** algorithm, out IntPtr result);

    [DllImport("torch_cpu"), DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static extern int aoti_torch_cpu_mkldnn__convolution_pointwise_binary_(
        IntPtr sum, IntPtr x, IntPtr weight, IntPtr* bias, long* padding, long paddingLength, long* stride, long strideLength, long* dilation,
        long dilationLength, long groups, byte* binaryOperation, double* factor, byte** operation, double** scalars, long scalarsLength,
        byte** algorithm, out IntPtr result);
}
