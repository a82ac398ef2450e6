using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>
/// libMultiTaskAccelerator (Engine/Native), where it lies beside the application and is of the same libtorch. Whoever calls it asks
/// <see cref="Takes"/> first and has a plain equivalent for the other case.
/// </summary>
internal static class Accelerator
{
    /// <summary>Environment variable: the library's file where it is not beside the application, or <c>off</c>.</summary>
    private const string PathVariable = "MULTITASK_ACCELERATOR";

    private const string Library = "MultiTaskAccelerator";
    private const int AbiVersion = 2;

    private static readonly Lazy<IntPtr> s_library = new(Load);

    static Accelerator() => NativeLibrary.SetDllImportResolver(
        typeof(Accelerator).Assembly, (name, _, _) => name == Library ? s_library.Value : IntPtr.Zero);

    /// <summary>Whether the library is there and can work on such a tensor: on the CPU, float32 or bfloat16.</summary>
    internal static bool Takes(Tensor x) =>
        s_library.Value != IntPtr.Zero && x.device_type == DeviceType.CPU && x.dtype is ScalarType.Float32 or ScalarType.BFloat16;

    /// <summary>Whether the library is there and can update such a parameter: one that it takes, or any on a CUDA device.</summary>
    internal static bool Updates(Tensor parameter) =>
        Takes(parameter) || (s_library.Value != IntPtr.Zero && parameter.device_type == DeviceType.CUDA);

    /// <summary>Batch normalisation in training, then the sum with <paramref name="residual"/>, then ReLU.</summary>
    /// <param name="x">float32 or bfloat16 [N, C, H, W].</param>
    /// <param name="norm">Its weights and running statistics, float32; the statistics move.</param>
    /// <param name="residual">Like <paramref name="x"/>, or null.</param>
    /// <param name="relu">Whether negative values become 0.</param>
    /// <returns>
    /// Like <paramref name="x"/>, channels last: twice, as two tensors of one memory, neither to be written to. Two users that take one
    /// each save the addition of their gradients.
    /// </returns>
    internal static (Tensor Y, Tensor Again) BatchNorm(Tensor x, BatchNorm2d norm, Tensor? residual, bool relu)
    {
        Check(mta_batch_norm(
            x.Handle, residual?.Handle ?? IntPtr.Zero, norm.weight!.Handle, norm.bias!.Handle, norm.running_mean!.Handle, norm.running_var!.Handle,
            BatchNormalization.Momentum, BatchNormalization.Epsilon, relu ? 1 : 0, out var y, out var again));
        GC.KeepAlive(x);
        GC.KeepAlive(residual);
        GC.KeepAlive(norm);
        return (Tensor.UnsafeCreateTensor(y), Tensor.UnsafeCreateTensor(again));
    }

    /// <summary>A convolution in training, of bfloat16 maps with float32 weights, whose gradient is float32, too.</summary>
    /// <param name="x">bfloat16 [N, C, H, W].</param>
    /// <param name="weight">float32 [O, C, k, k].</param>
    /// <param name="stride">The stride.</param>
    /// <param name="padding">The padding.</param>
    /// <returns>bfloat16 [N, O, H', W'], channels last.</returns>
    internal static Tensor Convolve(Tensor x, Tensor weight, int stride, int padding)
    {
        Check(mta_convolution_train(x.Handle, weight.Handle, stride, padding, out var y));
        GC.KeepAlive(x);
        GC.KeepAlive(weight);
        return Tensor.UnsafeCreateTensor(y);
    }

    /// <summary>A convolution for evaluation whose weights are rearranged once; zero where this libtorch cannot.</summary>
    /// <param name="weight">float32 or bfloat16 [O, C, k, k].</param>
    /// <param name="bias">Like <paramref name="weight"/>, [O].</param>
    /// <param name="stride">The stride.</param>
    /// <param name="padding">The padding.</param>
    /// <param name="sizes">The sizes of the input that it will mostly get, [N, C, H, W].</param>
    /// <param name="relu">Whether negative values become 0 at the end.</param>
    /// <param name="hasResidual">Whether something is added before that.</param>
    /// <returns>To be given to <see cref="Release"/>.</returns>
    internal static IntPtr CreateConvolution(Tensor weight, Tensor bias, int stride, int padding, long[] sizes, bool relu, bool hasResidual)
    {
        Check(mta_convolution_create(weight.Handle, bias.Handle, stride, padding, sizes, relu ? 1 : 0, hasResidual ? 1 : 0, out var convolution));
        GC.KeepAlive(weight);
        GC.KeepAlive(bias);
        return convolution;
    }

    /// <summary>Runs a convolution of <see cref="CreateConvolution"/>.</summary>
    /// <returns>[N, O, H', W'], channels last.</returns>
    internal static Tensor Run(IntPtr convolution, Tensor x, Tensor? residual)
    {
        Check(mta_convolution_run(convolution, x.Handle, residual?.Handle ?? IntPtr.Zero, out var y));
        GC.KeepAlive(x);
        GC.KeepAlive(residual);
        return Tensor.UnsafeCreateTensor(y);
    }

    /// <summary>Frees a convolution of <see cref="CreateConvolution"/>.</summary>
    internal static void Release(IntPtr convolution) => mta_convolution_release(convolution);

    /// <summary>Several 1x1 convolutions of one map, which is read once for all.</summary>
    /// <param name="x">float32 [N, C, H, W].</param>
    /// <param name="convolutions">Each with weights [O, C, 1, 1] and a bias.</param>
    /// <returns>In their order, float32 [N, O, H, W]. A backward pass in which one has no part leaves its weights without a gradient.</returns>
    internal static Tensor[] PointwiseConvolutions(Tensor x, IReadOnlyList<ConvolutionLayer> convolutions)
    {
        var results = new IntPtr[convolutions.Count];
        Check(mta_pointwise_convolutions(
            x.Handle, Handles([.. convolutions.Select(c => c.Weight)]), Handles([.. convolutions.Select(c => c.Bias!)]), results.Length, results));
        GC.KeepAlive(x);
        GC.KeepAlive(convolutions);
        return Array.ConvertAll(results, Tensor.UnsafeCreateTensor);
    }

    /// <summary>A transposed convolution with stride s, a kernel of 2s and a padding of s/2, s even.</summary>
    /// <param name="x">float32 [N, C, H, W].</param>
    /// <param name="convolution">Its weights, float32 [C, O, 2s, 2s] and [O].</param>
    /// <returns>float32 [N, O, s*H, s*W].</returns>
    internal static Tensor Upsample(Tensor x, ConvTranspose2d convolution)
    {
        Check(mta_upsample(x.Handle, convolution.weight!.Handle, convolution.bias!.Handle, out var y));
        GC.KeepAlive(x);
        GC.KeepAlive(convolution);
        return Tensor.UnsafeCreateTensor(y);
    }

    /// <summary>Cross-entropy over the labelled pixels, as torch's.</summary>
    /// <param name="scores">float32 [N, C, H, W].</param>
    /// <param name="labels">uint8 [N, H, W], <see cref="DenseTask.Ignore"/> for none.</param>
    /// <param name="weights">The classes' weights, float32 [C], or null.</param>
    /// <returns>float32 []; NaN where nothing is labelled.</returns>
    internal static Tensor CrossEntropy(Tensor scores, Tensor labels, Tensor? weights)
    {
        Check(mta_cross_entropy(scores.Handle, labels.Handle, weights?.Handle ?? IntPtr.Zero, out var loss));
        GC.KeepAlive(scores);
        GC.KeepAlive(labels);
        GC.KeepAlive(weights);
        return Tensor.UnsafeCreateTensor(loss);
    }

    /// <summary>The class of each pixel.</summary>
    /// <param name="scores">float32 [N, C, H, W], C up to 256.</param>
    /// <returns>uint8 [N, H, W].</returns>
    internal static Tensor ArgMax(Tensor scores)
    {
        Check(mta_argmax(scores.Handle, out var result));
        GC.KeepAlive(scores);
        return Tensor.UnsafeCreateTensor(result);
    }

    /// <summary>Removes the gradients of leaves, so that the next backward pass need not add to them.</summary>
    internal static void DropGradients(IReadOnlyList<Tensor> leaves)
    {
        Check(mta_drop_gradients(Handles(leaves), leaves.Count));
        GC.KeepAlive(leaves);
    }

    /// <summary>One step of Adam or AdamW over those of the parameters that have a gradient.</summary>
    /// <param name="settings">The settings and the step's number.</param>
    /// <param name="parameters">All of one floating-point type, on one device, dense.</param>
    /// <param name="means">For each parameter the running mean of its gradient, in its layout.</param>
    /// <param name="meanSquares">For each parameter the running mean of its gradient's square, in its layout.</param>
    internal static void AdamStep(AdamSettings settings, IReadOnlyList<Tensor> parameters, IReadOnlyList<Tensor> means, IReadOnlyList<Tensor> meanSquares)
    {
        Check(mta_adam_step(settings, Handles(parameters), Handles(means), Handles(meanSquares), parameters.Count));
        GC.KeepAlive(parameters);
        GC.KeepAlive(means);
        GC.KeepAlive(meanSquares);
    }

    private static IntPtr[] Handles(IReadOnlyList<Tensor> tensors) => [.. tensors.Select(tensor => tensor.Handle)];

    /// <summary>The library, or zero where there is none for this libtorch.</summary>
    private static IntPtr Load()
    {
        TensorEngine.Load();                                     // first, so that the library binds to the libtorch that is used
        var path = Environment.GetEnvironmentVariable(PathVariable);
        if (path == "off") return IntPtr.Zero;
        var library = IntPtr.Zero;
        if (!(string.IsNullOrEmpty(path)
            ? NativeLibrary.TryLoad(Library, typeof(Accelerator).Assembly, DllImportSearchPath.AssemblyDirectory, out library)
            : NativeLibrary.TryLoad(path, out library)))
            return IntPtr.Zero;
        return Call<AbiVersionFunction>(library, nameof(mta_abi_version))() == AbiVersion && IsOfThisTorch(library) ? library : IntPtr.Zero;
    }

    private static bool IsOfThisTorch(IntPtr library)
    {
        var built = Marshal.PtrToStringUTF8(Call<TorchVersionFunction>(library, nameof(mta_torch_version))());
        return __version__.StartsWith(built + ".", StringComparison.Ordinal);
    }

    private static T Call<T>(IntPtr library, string name) where T : Delegate =>
        Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(library, name));

    private static void Check(int status)
    {
        if (status != 0) throw new InvalidOperationException(Marshal.PtrToStringUTF8(mta_last_error()));
    }

    private delegate int AbiVersionFunction();

    private delegate IntPtr TorchVersionFunction();

    [DllImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static extern int mta_abi_version();

    [DllImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static extern IntPtr mta_torch_version();

    [DllImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static extern IntPtr mta_last_error();

    [DllImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static extern int mta_batch_norm(
        IntPtr x, IntPtr residual, IntPtr weight, IntPtr bias, IntPtr runningMean, IntPtr runningVar,
        double momentum, double eps, int relu, out IntPtr y, out IntPtr again);

    [DllImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static extern int mta_convolution_train(IntPtr x, IntPtr weight, int stride, int padding, out IntPtr y);

    [DllImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static extern int mta_convolution_create(
        IntPtr weight, IntPtr bias, int stride, int padding, long[] sizes, int relu, int hasResidual, out IntPtr result);

    [DllImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static extern int mta_convolution_run(IntPtr convolution, IntPtr x, IntPtr residual, out IntPtr y);

    [DllImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static extern void mta_convolution_release(IntPtr convolution);

    [DllImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static extern int mta_pointwise_convolutions(IntPtr x, IntPtr[] weights, IntPtr[] biases, int count, [Out] IntPtr[] ys);

    [DllImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static extern int mta_upsample(IntPtr x, IntPtr weight, IntPtr bias, out IntPtr y);

    [DllImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static extern int mta_cross_entropy(IntPtr scores, IntPtr labels, IntPtr weights, out IntPtr loss);

    [DllImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static extern int mta_argmax(IntPtr scores, out IntPtr result);

    [DllImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static extern int mta_drop_gradients(IntPtr[] leaves, int count);

    [DllImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static extern int mta_adam_step(in AdamSettings settings, IntPtr[] parameters, IntPtr[] means, IntPtr[] meanSquares, int count);

    /// <summary>mta_adam_settings: what a step of Adam depends on, beside the tensors.</summary>
    /// <param name="LearningRate">The step's learning rate.</param>
    /// <param name="Beta1">Decay of the running mean of the gradient.</param>
    /// <param name="Beta2">Decay of the running mean of its square.</param>
    /// <param name="Epsilon">Added to the root of that.</param>
    /// <param name="WeightDecay">Weight decay.</param>
    /// <param name="Step">The number of the step, from 1.</param>
    /// <param name="Decoupled">1: the weights decay (AdamW); 0: the decay is part of the gradient (Adam).</param>
    [StructLayout(LayoutKind.Sequential)]
    internal readonly record struct AdamSettings(
        double LearningRate, double Beta1, double Beta2, double Epsilon, double WeightDecay, long Step, int Decoupled);
}
