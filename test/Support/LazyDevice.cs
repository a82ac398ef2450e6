using System.Diagnostics;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>
/// A second device on machines without a GPU: libtorch's lazy tensors. Operators are recorded, and run by the CPU's kernels when a value
/// is read. As on CUDA, operators raise for a tensor that was left on the CPU ("Input tensor is not a lazy tensor").
/// </summary>
/// <remarks>
/// Weaker than CUDA in libtorch 2.10: operators without a lazy kernel (where, huber_loss, indexing, class weights of cross-entropy) fall
/// back to the CPU and take its tensors, batch normalisation does not update its running statistics, and chunk cannot be differentiated.
/// Tests that hold on CUDA too have a twin with <see cref="CudaConditionAttribute"/>.
/// </remarks>
internal static class LazyDevice
{
    private const int Type = 17;                                             // c10::DeviceType::Lazy

    // torch::lazy::InitTorchScriptBackend(), LazyGraphExecutor::Get(), LazyGraphExecutor::SyncLiveTensorsGraph(device, devices, wait)
    private const string Start = "_ZN5torch4lazy22InitTorchScriptBackendEv";
    private const string Executor = "_ZN5torch4lazy17LazyGraphExecutor3GetEv";
    private const string Sync = "_ZN5torch4lazy17LazyGraphExecutor20SyncLiveTensorsGraphEPKNS0_13BackendDeviceE"
        + "N3c108ArrayRefINSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEEEEb";

    private static readonly Lazy<IntPtr> s_libtorch = new(Find);

    /// <summary>Whether this libtorch exports what is needed; starts the lazy backend.</summary>
    internal static bool IsAvailable => s_libtorch.Value != 0;

    /// <summary>The device.</summary>
    internal static Device Instance { get; } = new((DeviceType)Type, 0);

    /// <summary>
    /// Runs what was recorded. Call it after each training step; otherwise the recorded graph grows from step to step.
    /// </summary>
    internal static void Run() =>
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
