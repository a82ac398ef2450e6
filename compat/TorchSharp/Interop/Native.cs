using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>The declarations of native/mt_torch.h, in its order; the comments are there.</summary>
internal static unsafe partial class Native
{
    internal const string Library = "MultiTaskTorch";
    internal const int AbiVersion = 2;

    // library
    [LibraryImport(Library)] internal static partial int mt_abi_version();
    [LibraryImport(Library)] internal static partial byte* mt_torch_version();
    [LibraryImport(Library)] internal static partial byte* mt_last_error();

    // operators
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mt_op_find(
        string name, string overload, out IntPtr op);
    [LibraryImport(Library)]
    internal static partial int mt_op_call(
        IntPtr op, NativeValue* args, int argCount, NativeValue** results, int* resultCount);

    // tensors
    [LibraryImport(Library)] internal static partial void mt_tensor_release(IntPtr tensor);
    [LibraryImport(Library)] internal static partial int mt_tensor_describe(IntPtr tensor, out NativeTensorInfo info);
    [LibraryImport(Library)] internal static partial int mt_tensor_data(IntPtr tensor, out IntPtr data);
    [LibraryImport(Library)]
    internal static partial int mt_tensor_from_memory(
        IntPtr data, ReadOnlySpan<long> sizes, int ndim, int dtype, delegate* unmanaged<IntPtr, void> release, IntPtr context,
        out IntPtr result);
    [LibraryImport(Library)] internal static partial int mt_tensor_set_requires_grad(IntPtr tensor, int requiresGrad);
    [LibraryImport(Library)] internal static partial int mt_tensor_retain_grad(IntPtr tensor);
    [LibraryImport(Library)] internal static partial int mt_tensor_grad(IntPtr tensor, out IntPtr grad);
    [LibraryImport(Library)] internal static partial int mt_tensor_set_grad(IntPtr tensor, IntPtr grad);

    // autograd
    [LibraryImport(Library)] internal static partial int mt_grad_enabled();
    [LibraryImport(Library)] internal static partial void mt_set_grad_enabled(int enabled);
    [LibraryImport(Library)]
    internal static partial int mt_backward(
        IntPtr[] tensors, int count, IntPtr[] gradTensors, int gradCount, int retainGraph, int createGraph,
        IntPtr[] inputs, int inputCount);
    [LibraryImport(Library)]
    internal static partial int mt_grad(
        IntPtr[] outputs, int count, IntPtr[] gradOutputs, int gradCount, IntPtr[] inputs, int inputCount,
        int retainGraph, int createGraph, int allowUnused, [Out] IntPtr[] grads);

    // random numbers
    [LibraryImport(Library)] internal static partial int mt_manual_seed(ulong seed);
    [LibraryImport(Library)] internal static partial int mt_generator_default(int deviceType, int deviceIndex, out IntPtr result);
    [LibraryImport(Library)]
    internal static partial int mt_generator_create(
        int deviceType, int deviceIndex, ulong seed, out IntPtr result);
    [LibraryImport(Library)] internal static partial void mt_generator_release(IntPtr generator);
    [LibraryImport(Library)] internal static partial int mt_generator_seed(IntPtr generator, out ulong seed);
    [LibraryImport(Library)] internal static partial int mt_generator_set_seed(IntPtr generator, ulong seed);
    [LibraryImport(Library)] internal static partial int mt_generator_reseed(IntPtr generator, out ulong seed);
    [LibraryImport(Library)] internal static partial int mt_generator_state(IntPtr generator, out IntPtr state);
    [LibraryImport(Library)] internal static partial int mt_generator_set_state(IntPtr generator, IntPtr state);

    // threads and devices
    [LibraryImport(Library)] internal static partial int mt_threads();
    [LibraryImport(Library)] internal static partial int mt_set_threads(int count);
    [LibraryImport(Library)] internal static partial int mt_interop_threads();
    [LibraryImport(Library)] internal static partial int mt_set_interop_threads(int count);
    [LibraryImport(Library)] internal static partial int mt_cuda_device_count();
    [LibraryImport(Library)] internal static partial int mt_cuda_has_cudnn();
    [LibraryImport(Library)] internal static partial int mt_cuda_synchronize(int deviceIndex);
    [LibraryImport(Library)] internal static partial int mt_get_option(NativeOption option);
    [LibraryImport(Library)] internal static partial int mt_set_option(NativeOption option, int value);

    /// <summary>Throws what the last failed call left behind.</summary>
    /// <exception cref="ExternalException"><paramref name="status"/> is not 0; the message is libtorch's.</exception>
    internal static void Check(int status)
    {
        if (status != 0) throw new ExternalException(Marshal.PtrToStringUTF8((IntPtr)mt_last_error()));
    }
}
