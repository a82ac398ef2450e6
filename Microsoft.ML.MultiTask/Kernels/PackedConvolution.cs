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
    private readonly int _stride;
    private readonly int _padding;

    /// <param name="weight">[C', C, k, k], on the CPU, of a type that <see cref="Takes"/> allows. Only read.</param>
    /// <param name="bias">[C'], of the same type; not owned.</param>
    /// <param name="stride">Stride, pixels.</param>
    /// <param name="padding">Padding, pixels.</param>
    /// <param name="size">[N, C, H, W], the size of input to rearrange the weights for; another size is right, but slower.</param>
    internal PackedConvolution(Tensor weight, Tensor bias, int stride, int padding, long[] size)
    {
        (_bias, _stride, _padding) = (bias, stride, padding);
        Scalar[] numbers = [(long)padding, (long)stride, size[0], size[1], size[2], size[3]];
        _weight = ((Tensor)s_script.Value.invoke("pack", weight, numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]))
            .DetachFromDisposeScope();
        GC.KeepAlive(numbers);                                      // as in KeptScalars
    }

    /// <summary>Whether this libtorch has the operators, for such weights: oneDNN on an x86 processor, bfloat16 where the processor has it.</summary>
    internal static bool Takes(Tensor weight) => weight.device_type == DeviceType.CPU && weight.dtype switch
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
    internal Tensor RectifySum(Tensor sum, Tensor x) => Run(x, sum, rectifies: true);

    public void Dispose() => _weight.Dispose();

    private Tensor Run(Tensor x, Tensor? sum, bool rectifies)
    {
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
