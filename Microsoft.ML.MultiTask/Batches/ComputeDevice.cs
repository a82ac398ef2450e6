using System.Globalization;
using Microsoft.ML.MultiTask.Kernels;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Batches;

/// <summary>Resolves the device that a network computes on.</summary>
internal static class ComputeDevice
{
    /// <summary>The device of an option, or else of <see cref="MLContext.GpuDeviceId"/>.</summary>
    /// <exception cref="ArgumentException"><paramref name="option"/> is not a device's name.</exception>
    /// <exception cref="PlatformNotSupportedException">libtorch cannot be loaded.</exception>
    /// <exception cref="InvalidOperationException">The device was not found, and <see cref="MLContext.FallbackToCpu"/> does not apply.</exception>
    internal static Device Resolve(string? option, MLContext mlContext)
    {
        TensorEngine.Load();
        if (TensorEngine.Prepare() is { } warning)
        {
            using var channel = ((IHostEnvironment)mlContext).Start("MultiTask");
            channel.Warning(MessageSensitivity.None, warning);
        }
        if (option is null)
        {
            if (mlContext.GpuDeviceId is not { } id) return CPU;
            if (Exists(id)) return device($"cuda:{id}");
            return mlContext.FallbackToCpu ? CPU
                : throw new InvalidOperationException($"MLContext.GpuDeviceId is {id}, but {Found()}, and FallbackToCpu is false.");
        }
        if (option == "cpu") return CPU;
        int index = CudaIndex(option) ?? throw new ArgumentException(
            $"A device must be 'cpu', 'cuda' or 'cuda:N', but was '{option}'.", nameof(option));
        return Exists(index) ? device($"cuda:{index}")
            : throw new InvalidOperationException($"Option 'Device' is '{option}', but {Found()}.");
    }

    /// <summary>Whether a text is <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
    internal static bool IsName(string text) => text == "cpu" || CudaIndex(text) is not null;

    private static int? CudaIndex(string text) =>
        text == "cuda" ? 0
        : text.StartsWith("cuda:", StringComparison.Ordinal)
            && int.TryParse(text.AsSpan("cuda:".Length), NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? index : null;

    private static bool Exists(int index) => cuda.is_available() && index < cuda.device_count();

    private static string Found() =>
        cuda.is_available() ? $"only {cuda.device_count()} CUDA device(s) were found" : "libtorch found no CUDA device";
}
