using TorchSharp;

namespace Microsoft.ML.MultiTask.Kernels;

/// <summary>libtorch, the tensor engine that the application brings along or the system has.</summary>
internal static class TensorEngine
{
    /// <summary>Loads the engine before anything else needs it, so that a machine without one gets to know what to install.</summary>
    /// <exception cref="PlatformNotSupportedException">There is none.</exception>
    internal static void Load()
    {
        try
        {
            torch.InitializeDeviceType(DeviceType.CPU);
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or NotSupportedException and not PlatformNotSupportedException)
        {
            throw new PlatformNotSupportedException(
                "libtorch, the tensor engine, could not be loaded. On NuGet packages, let the application reference TorchSharp-cpu, TorchSharp-cuda-windows or "
                + "TorchSharp-cuda-linux; otherwise install the system's libtorch (Debian: apt-get install libtorch-dev libopenblas0-openmp) and build its binding "
                + $"(./build.sh native). {e.GetBaseException().Message}", e);
        }
    }
}
