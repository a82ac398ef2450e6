using TorchSharp;

namespace Microsoft.ML.MultiTask.Kernels;

/// <summary>libtorch, which the application brings along.</summary>
internal static class TensorEngine
{
    /// <summary>Loads libtorch early, so that a missing installation is reported with what to install.</summary>
    /// <exception cref="PlatformNotSupportedException">libtorch cannot be loaded.</exception>
    internal static void Load()
    {
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
}
