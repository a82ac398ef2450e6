using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>libtorch's functions, types and settings.</summary>
public static partial class torch
{
    public static readonly ScalarType uint8 = ScalarType.Byte;
    public static readonly ScalarType int8 = ScalarType.Int8;
    public static readonly ScalarType int16 = ScalarType.Int16;
    public static readonly ScalarType int32 = ScalarType.Int32;
    public static readonly ScalarType int64 = ScalarType.Int64;
    public static readonly ScalarType @short = ScalarType.Int16;
    public static readonly ScalarType @int = ScalarType.Int32;
    public static readonly ScalarType @long = ScalarType.Int64;
    public static readonly ScalarType float16 = ScalarType.Float16;
    public static readonly ScalarType half = ScalarType.Float16;
    public static readonly ScalarType float32 = ScalarType.Float32;
    public static readonly ScalarType @float = ScalarType.Float32;
    public static readonly ScalarType float64 = ScalarType.Float64;
    public static readonly ScalarType @double = ScalarType.Float64;
    public static readonly ScalarType bfloat16 = ScalarType.BFloat16;
    public static readonly ScalarType @bool = ScalarType.Bool;

    private static ScalarType s_defaultType = ScalarType.Float32;
    private static Device s_defaultDevice = CPU;

    /// <summary>The version of the libtorch in use.</summary>
    public static unsafe string __version__ => Marshal.PtrToStringUTF8((IntPtr)Native.mt_torch_version());

    public static ScalarType get_default_dtype() => s_defaultType;
    public static void set_default_dtype(ScalarType dtype) => s_defaultType = dtype;

    public static Device get_default_device() => s_defaultDevice;
    public static void set_default_device(Device device) => s_defaultDevice = InitializeDevice(device);
    public static void set_default_device(string device) => set_default_device(new Device(device));

    /// <summary>The threads one operator may use.</summary>
    public static int get_num_threads() => Native.mt_threads();
    public static void set_num_threads(int num) => Native.Check(Native.mt_set_threads(num));
    public static int get_num_interop_threads() => Native.mt_interop_threads();
    public static void set_num_interop_threads(int num) => Native.Check(Native.mt_set_interop_threads(num));

    /// <summary>Seeds the default generators of all devices.</summary>
    public static Generator manual_seed(long seed)
    {
        Native.Check(Native.mt_manual_seed(unchecked((ulong)seed)));
        return Generator.Default;
    }

    public static long seed() => random.seed();
    public static long initial_seed() => random.initial_seed();
    public static Tensor get_rng_state() => random.get_rng_state();
    public static void set_rng_state(Tensor new_state) => random.set_rng_state(new_state);

    /// <summary>Opens a scope that disposes of the tensors made on this thread until it ends.</summary>
    public static DisposeScope NewDisposeScope() => DisposeScopeManager.ThreadSingleton.Push();

    public static DisposeScope CurrentDisposeScope => DisposeScopeManager.ThreadSingleton.Current;

    /// <summary>Computes in a scope of its own, of which only the result is left.</summary>
    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        using var scope = NewDisposeScope();
        return expr().MoveToOuterDisposeScope();
    }

    public static bool is_grad_enabled() => Native.mt_grad_enabled() != 0;
    public static IDisposable no_grad() => new GradMode(false);
    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);
    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);

    public static bool is_integral(ScalarType type) => type <= ScalarType.Int64 || type == ScalarType.Bool;
    public static bool is_integral(Tensor t) => t.is_integral();
    public static bool is_floating_point(ScalarType type) => type is >= ScalarType.Float16 and <= ScalarType.Float64 or ScalarType.BFloat16;
    public static bool is_floating_point(Tensor input) => input.is_floating_point();
    public static bool is_complex(ScalarType type) => type is ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64;
    public static bool is_complex(Tensor input) => input.is_complex();
    public static bool is_tensor(object obj) => obj is Tensor;
    public static long numel(Tensor input) => input.numel();

    /// <summary>Whether this thread records operations for backward, until disposed of.</summary>
    private sealed class GradMode : IDisposable
    {
        private readonly bool _before = is_grad_enabled();

        public GradMode(bool enabled) => Native.mt_set_grad_enabled(enabled ? 1 : 0);

        public void Dispose() => Native.mt_set_grad_enabled(_before ? 1 : 0);
    }
}
