using System.Diagnostics;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>
/// A second device that a machine without a GPU has as well: libtorch's lazy one. It notes what it is told to do and does it, by the CPU's
/// operators, when a number is asked for. As on CUDA, a tensor of the CPU must not get among its own: that ends the process.
/// </summary>
internal static class LazyDevice
{
    private const int Type = 17;                                             // c10::DeviceType::Lazy

    // torch::lazy::InitTorchScriptBackend(), LazyGraphExecutor::Get(), LazyGraphExecutor::SyncLiveTensorsGraph(device, devices, wait)
    private const string Start = "_ZN5torch4lazy22InitTorchScriptBackendEv";
    private const string Executor = "_ZN5torch4lazy17LazyGraphExecutor3GetEv";
    private const string Sync = "_ZN5torch4lazy17LazyGraphExecutor20SyncLiveTensorsGraphEPKNS0_13BackendDeviceE"
        + "N3c108ArrayRefINSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEEEEb";

    private static readonly Lazy<IntPtr> s_libtorch = new(Find);

    /// <summary>Whether this libtorch has it.</summary>
    internal static bool IsAvailable => s_libtorch.Value != 0;

    /// <summary>The device.</summary>
    internal static Device Instance { get; } = new((DeviceType)Type, 0);

    /// <summary>Whether a tensor is on the device.</summary>
    internal static bool Has(Tensor x) => (int)x.device_type == Type;

    /// <summary>
    /// Does what it has noted. Otherwise its notes grow from step to step, because a number is worked out from all that led to it.
    /// </summary>
    internal static void CatchUp() =>
        Function<SyncLiveTensors>(Sync)(Function<GetExecutor>(Executor)(), device: 0, names: 0, nameCount: 0, wait: true);

    private static IntPtr Find()
    {
        if (!OperatingSystem.IsLinux() || get_num_threads() == 0) return 0;  // loads libtorch
        using var process = Process.GetCurrentProcess();
        var modules = process.Modules.Cast<ProcessModule>();
        var libtorch = NativeLibrary.Load(modules.First(module => module.ModuleName.StartsWith("libtorch_cpu.", StringComparison.Ordinal)).FileName);
        if (!new[] { Start, Executor, Sync }.All(name => NativeLibrary.TryGetExport(libtorch, name, out _))) return 0;
        Marshal.GetDelegateForFunctionPointer<Action>(NativeLibrary.GetExport(libtorch, Start))();
        return libtorch;
    }

    private static T Function<T>(string name) where T : Delegate =>
        Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(s_libtorch.Value, name));

    private delegate IntPtr GetExecutor();

    private delegate void SyncLiveTensors(
        IntPtr executor, IntPtr device, IntPtr names, nint nameCount, [MarshalAs(UnmanagedType.I1)] bool wait);
}
