using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Moves whole modules to another type or device.</summary>
public static class ModuleExtensionMethods
{
    public static T to<T>(this T module, ScalarType type, bool non_blocking = false) where T : nn.Module =>
        Move(module, type, null, non_blocking);
    public static T to<T>(this T module, Device device, ScalarType type, bool non_blocking = false) where T : nn.Module =>
        Move(module, type, device, non_blocking);
    public static T to<T>(this T module, Device device, bool non_blocking = false) where T : nn.Module =>
        Move(module, null, device, non_blocking);
    public static T to<T>(this T module, string device, bool non_blocking = false) where T : nn.Module =>
        Move(module, null, new Device(device), non_blocking);
    public static T to<T>(this T module, DeviceType deviceType, int deviceIndex = -1, bool non_blocking = false) where T : nn.Module =>
        Move(module, null, new Device(deviceType, deviceIndex), non_blocking);
    public static T to<T>(this T module, Tensor other, bool non_blocking = false) where T : nn.Module =>
        Move(module, other.dtype, other.device, non_blocking);
    public static T cpu<T>(this T module, bool non_blocking = false) where T : nn.Module => Move(module, null, CPU, non_blocking);
    public static T cuda<T>(this T module, int deviceIndex = -1, bool non_blocking = false) where T : nn.Module =>
        Move(module, null, new Device(deviceIndex), non_blocking);
    public static T half<T>(this T module, bool non_blocking = false) where T : nn.Module =>
        Move(module, ScalarType.Float16, null, non_blocking);
    public static T bfloat16<T>(this T module, bool non_blocking = false) where T : nn.Module =>
        Move(module, ScalarType.BFloat16, null, non_blocking);
    public static T @float<T>(this T module, bool non_blocking = false) where T : nn.Module =>
        Move(module, ScalarType.Float32, null, non_blocking);
    public static T @double<T>(this T module, bool non_blocking = false) where T : nn.Module =>
        Move(module, ScalarType.Float64, null, non_blocking);

    private static T Move<T>(T module, ScalarType? type, Device device, bool nonBlocking) where T : nn.Module
    {
        if (type is { } t && !is_floating_point(t) && !is_complex(t))
            throw new ArgumentException($"nn.Module.to only accepts floating point or complex types, but got desired dtype={t}");
        module.Move(type, device is null ? null : InitializeDevice(device), nonBlocking);
        return module;
    }
}
