using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using TorchSharp;

namespace Microsoft.ML.MultiTask.Kernels;

/// <summary>libtorch, which the application brings along.</summary>
internal static class TensorEngine
{
    private const string MaximumIsa = "ONEDNN_MAX_CPU_ISA";
    private const string SpinCount = "GOMP_SPINCOUNT";
    private const string WaitPolicy = "OMP_WAIT_POLICY";

    private static readonly string[] s_mallocVariables =
        ["MALLOC_TRIM_THRESHOLD_", "MALLOC_MMAP_THRESHOLD_", "MALLOC_MMAP_MAX_", "GLIBC_TUNABLES"];                  // an application's choice
    private static readonly Lazy<string?> s_warning = new(SetVariables);

    /// <summary>Sets what libtorch reads from the environment when it is loaded. Call it before anything else uses libtorch.</summary>
    /// <returns>What an application should log about this machine; null for nothing.</returns>
    internal static string? Prepare() => s_warning.Value;

    /// <summary>Loads libtorch early, so that a missing installation is reported with what to install.</summary>
    /// <exception cref="PlatformNotSupportedException">libtorch cannot be loaded.</exception>
    internal static void Load()
    {
        Prepare();
        try
        {
            torch.InitializeDeviceType(DeviceType.CPU);
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or NotSupportedException and not PlatformNotSupportedException)
        {
            throw new PlatformNotSupportedException(
                "libtorch could not be loaded. The application must reference one of the packages TorchSharp-cpu, TorchSharp-cuda-windows and "
                + $"TorchSharp-cuda-linux, version {typeof(torch).Assembly.GetName().Version?.ToString(3)}. {e.GetBaseException().Message}", e);
        }
    }

    /// <summary>
    /// Keeps freed blocks above 32 MiB too, if feature maps are large enough. With maps of 88 MiB and more that saves a quarter to a half of
    /// a step and takes a third more memory; with 44 MiB it saves nothing.
    /// </summary>
    /// <param name="largestMap">The size of the network's largest feature map, bytes.</param>
    internal static void KeepFreedMaps(long largestMap)
    {
        const int MmapMax = -4;                                                                  // M_MMAP_MAX
        if (largestMap > 64 << 20)
            SetAllocator(MmapMax, 0);
    }

    /// <summary>Gives the system what a training has freed: call it when one ends.</summary>
    internal static void ReleaseFreedMemory()
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            _ = malloc_trim(0);
        }
        catch (EntryPointNotFoundException)
        {
            // As in KeepFreedMemory.
        }
    }

    /// <summary>Whether an x86 processor, or the virtual machine around it, does not report the sizes of its caches.</summary>
    /// <param name="cpuId">The instruction CPUID: a leaf and a subleaf to EAX, EBX, ECX and EDX.</param>
    internal static bool HidesCaches(Func<int, int, (int Eax, int Ebx, int Ecx, int Edx)> cpuId)
    {
        const int ExtendedLeaves = unchecked((int)0x80000000), AmdCaches = unchecked((int)0x8000001D), IntelCaches = 4, CacheType = 0x1F;
        const int AuthenticAmdEbx = 0x68747541, HygonGenuineEbx = 0x6F677948;                    // "Auth", "Hygo"
        ArgumentNullException.ThrowIfNull(cpuId);
        var (leaves, vendor, _, _) = cpuId(0, 0);
        bool isAmd = vendor is AuthenticAmdEbx or HygonGenuineEbx;
        if (isAmd && (uint)cpuId(ExtendedLeaves, 0).Eax < unchecked((uint)AmdCaches)) return true;
        if (!isAmd && leaves < IntelCaches) return true;
        return (cpuId(isAmd ? AmdCaches : IntelCaches, 0).Eax & CacheType) == 0;
    }

    private static string? SetVariables()
    {
        // Waiting OpenMP threads spin; for long, they starve every other program: a step of 0.6 s takes 5 to 18 s beside one busy process.
        if (Environment.GetEnvironmentVariable(SpinCount) is null && Environment.GetEnvironmentVariable(WaitPolicy) is null)
            SetNativeVariable(SpinCount, "3000");
        KeepFreedMemory();
        return LimitOneDnn();
    }

    /// <summary>
    /// glibc gives freed feature maps back to the system, whose pages then have to be mapped and cleared again: 4 to 8 % of a training step.
    /// </summary>
    private static void KeepFreedMemory()
    {
        const int TrimThreshold = -1, MmapThreshold = -3, LargestMmapThreshold = 32 << 20;       // M_TRIM_THRESHOLD, M_MMAP_THRESHOLD
        SetAllocator(MmapThreshold, LargestMmapThreshold);
        SetAllocator(TrimThreshold, int.MaxValue);
    }

    private static void SetAllocator(int setting, int value)
    {
        if (!OperatingSystem.IsLinux() || s_mallocVariables.Any(name => Environment.GetEnvironmentVariable(name) is not null)) return;
        try
        {
            _ = mallopt(setting, value);
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library has no such settings.
        }
    }

    /// <summary>
    /// oneDNN, which libtorch convolves with, plans its AVX2 and AVX-512 kernels by the processor's cache sizes. Where these are not
    /// reported, oneDNN 3 of libtorch 2.10 divides by zero, which ends the process, or computes wrong numbers. Its older AVX kernels are right.
    /// </summary>
    private static string? LimitOneDnn()
    {
        if (!X86Base.IsSupported || !Avx2.IsSupported || Environment.GetEnvironmentVariable(MaximumIsa) is not null) return null;
        if (!HidesCaches((leaf, subleaf) => X86Base.CpuId(leaf, subleaf))) return null;
        SetNativeVariable(MaximumIsa, "AVX");
        return "This processor does not report the sizes of its caches, as in some virtual machines. libtorch's convolutions crash or are wrong there with "
            + $"AVX2 and AVX-512, so they are limited to AVX, which is slower. The environment variable {MaximumIsa} overrides this.";
    }

    /// <summary>Sets a variable for native code: on Linux and macOS .NET's own call does not reach the C library's environment.</summary>
    private static void SetNativeVariable(string name, string value)
    {
        Environment.SetEnvironmentVariable(name, value);
        if (!OperatingSystem.IsWindows() && setenv(name, value, overwrite: 1) != 0)
            throw new InvalidOperationException($"The environment variable {name} could not be set (error {Marshal.GetLastPInvokeError()}).");
    }

    [DllImport("libc", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int setenv(string name, string value, int overwrite);

    [DllImport("libc"), DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int mallopt(int setting, int value);

    [DllImport("libc"), DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int malloc_trim(nuint keptBytes);
}
