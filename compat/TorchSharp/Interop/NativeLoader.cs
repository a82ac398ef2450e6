using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>Finds libMultiTaskTorch beside the application and checks it, after it has told OpenMP how many threads there are.</summary>
internal static unsafe class NativeLoader
{
    /// <summary>Environment variable naming the library's file, where it is not beside the application.</summary>
    private const string PathVariable = "MULTITASK_TORCH_LIBRARY";

    private static readonly Lock s_lock = new();
    private static IntPtr s_library;

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "The resolver must be there before the first native call, wherever that is.")]
    internal static void Register() => NativeLibrary.SetDllImportResolver(typeof(NativeLoader).Assembly, Resolve);

    private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? search)
    {
        if (name != Native.Library) return IntPtr.Zero;
        lock (s_lock)
        {
            if (s_library == IntPtr.Zero) s_library = Load(assembly, search);
            return s_library;
        }
    }

    private static IntPtr Load(Assembly assembly, DllImportSearchPath? search)
    {
        var path = Environment.GetEnvironmentVariable(PathVariable);
        SetUpOpenMP();
        if (string.IsNullOrEmpty(path)) LoadDependencies(Path.Combine(AppContext.BaseDirectory, $"lib{Native.Library}.so"));
        IntPtr library;
        try
        {
            library = string.IsNullOrEmpty(path) ? NativeLibrary.Load(Native.Library, assembly, search) : NativeLibrary.Load(path);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw new PlatformNotSupportedException(
                $"The native library {Native.Library}, over libtorch, could not be loaded. Install libtorch " +
                "(apt-get install libtorch-dev libopenblas0-openmp), then run ./build.sh native and build again.", e);
        }

        var version = ((delegate* unmanaged<int>)NativeLibrary.GetExport(library, nameof(Native.mt_abi_version)))();
        if (version != Native.AbiVersion)
            throw new PlatformNotSupportedException(
                $"The native library {Native.Library} has interface version {version}; expected {Native.AbiVersion}. " +
                "Run ./build.sh native and build again.");
        return library;
    }

    /// <summary>
    /// Debian 12's libtorch needs OpenCV, and with it more than a hundred other libraries. Where these are loaded by themselves before it,
    /// the loader does not look their symbols up in libtorch's large tables, which saves it 40 of 300 ms.
    /// </summary>
    /// <param name="library">The file that is to be loaded; nothing happens where it is of another libtorch.</param>
    private static void LoadDependencies(string library)
    {
        if (File.Exists(library) && File.ReadAllBytes(library).AsSpan().IndexOf("libtorch_cpu.so.1.13"u8) >= 0)
            NativeLibrary.TryLoad("libopencv_optflow.so.406", out _);
    }

    /// <summary>Tells OpenMP, which reads its settings when it is loaded, what the environment does not say.</summary>
    /// <remarks>
    /// Its threads are all processors, as in libtorch's own packages: Debian's libtorch would start with one, and at::set_num_threads would
    /// start another pool of threads.
    /// <para>
    /// They spin for milliseconds while they wait for each other. Where other threads want the processors too (decoding, other programs),
    /// that made a training step several times slower; a short spin costs an idle machine nothing.
    /// </para>
    /// </remarks>
    private static void SetUpOpenMP()
    {
        if (OperatingSystem.IsWindows()) return;
        _ = setenv("OMP_NUM_THREADS", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture), overwrite: 0);
        if (Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is null)
            _ = setenv("GOMP_SPINCOUNT", "3000", overwrite: 0);
    }

    /// <summary>libc's: .NET's own SetEnvironmentVariable does not reach native code.</summary>
    [DllImport("libc", EntryPoint = "setenv", BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int setenv([MarshalAs(UnmanagedType.LPStr)] string name, [MarshalAs(UnmanagedType.LPStr)] string value, int overwrite);
}
