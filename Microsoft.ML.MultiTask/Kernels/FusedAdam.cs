using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Kernels;

/// <summary>One step of Adam or AdamW over many tensors: libtorch's fused operator, or the same by operators for each tensor.</summary>
internal static unsafe class FusedAdam
{
    // The version of libtorch's stable interface whose argument types these calls use: 2.10.
    private const ulong InterfaceVersion = (2UL << 56) | (10UL << 48);

    private static readonly Lazy<bool> s_hasInterface = new(HasInterface);

    /// <summary>Whether the fused operator exists for such parameters; its loop needs gradients and state in the parameter's memory layout.</summary>
    internal static bool Takes(params ReadOnlySpan<IReadOnlyList<Tensor>> lists) =>
        s_hasInterface.Value && lists[0].All(p => KernelInput.Live(p).device_type is DeviceType.CPU or DeviceType.CUDA) && Misfit(lists) is null;

    /// <summary>A step by the fused operator where it takes the tensors, else one parameter after the other.</summary>
    /// <inheritdoc cref="Step"/>
    internal static void Apply(AdamSettings settings, Tensor[] parameters, Tensor[] gradients, Tensor[] means, Tensor[] meanSquares)
    {
        Expect(parameters, gradients, means, meanSquares);
        if (Takes(parameters, gradients, means, meanSquares))
            Fused(settings, parameters, gradients, means, meanSquares);
        else
            Plain(settings, parameters, gradients, means, meanSquares);
    }

    /// <summary>A step by the fused operator.</summary>
    /// <param name="settings">The settings and the step's number.</param>
    /// <param name="parameters">Updated in place; all of one type, on one device.</param>
    /// <param name="gradients">For each parameter its gradient.</param>
    /// <param name="means">For each parameter the running mean of its gradient; updated in place.</param>
    /// <param name="meanSquares">For each parameter the running mean of its gradient's square; updated in place.</param>
    /// <exception cref="ArgumentException">A tensor has another shape, type, device or memory layout than its parameter.</exception>
    internal static void Step(AdamSettings settings, Tensor[] parameters, Tensor[] gradients, Tensor[] means, Tensor[] meanSquares)
    {
        Expect(parameters, gradients, means, meanSquares);
        if (Misfit(parameters, gradients, means, meanSquares) is { } tensor)
            throw new ArgumentException(
                $"The fused Adam needs tensors of one floating-point type on one device, each in its parameter's memory layout without gaps, "
                + $"but got {KernelInput.Text(tensor)} with the strides [{string.Join(", ", tensor.stride())}].", nameof(parameters));
        Fused(settings, parameters, gradients, means, meanSquares);
    }

    /// <summary>The same step, one parameter after the other.</summary>
    internal static void PlainStep(AdamSettings settings, Tensor[] parameters, Tensor[] gradients, Tensor[] means, Tensor[] meanSquares)
    {
        Expect(parameters, gradients, means, meanSquares);
        Plain(settings, parameters, gradients, means, meanSquares);
    }

    private static void Fused(AdamSettings settings, Tensor[] parameters, Tensor[] gradients, Tensor[] means, Tensor[] meanSquares)
    {
        if (parameters.Length == 0) return;
        using var step = tensor((float)settings.Step, device: parameters[0].device);
        ulong* arguments = stackalloc ulong[]
        {
            List(parameters), List(gradients), List(means), List(meanSquares), List([]), List(Enumerable.Repeat(step, parameters.Length).ToArray()),
            Number(settings.LearningRate), Number(settings.Beta1), Number(settings.Beta2), Number(settings.WeightDecay), Number(settings.Epsilon),
            0, 0, 0, 0,                                             // amsgrad and maximize: false; grad_scale and found_inf: none
        };
        fixed (byte* adam = "aten::_fused_adam_\0"u8, adamW = "aten::_fused_adamw_\0"u8, overload = "\0"u8)
            Check(torch_call_dispatcher(settings.IsDecoupled ? adamW : adam, overload, arguments, InterfaceVersion));
    }

    private static void Plain(AdamSettings settings, Tensor[] parameters, Tensor[] gradients, Tensor[] means, Tensor[] meanSquares)
    {
        double stepSize = settings.LearningRate / (1 - Math.Pow(settings.Beta1, settings.Step));
        double deviationCorrection = Math.Sqrt(1 - Math.Pow(settings.Beta2, settings.Step));
        for (int i = 0; i < parameters.Length; i++)
        {
            using var scope = NewDisposeScope();
            var (parameter, gradient, mean, meanSquare) = (parameters[i], gradients[i], means[i], meanSquares[i]);
            if (settings.IsDecoupled)
                parameter.Scale(1 - settings.LearningRate * settings.WeightDecay);
            else if (settings.WeightDecay != 0)
                gradient = gradient.Plus(parameter.Scaled(settings.WeightDecay));
            mean.Scale(settings.Beta1);
            mean.AddScaled(gradient, 1 - settings.Beta1);
            meanSquare.Scale(settings.Beta2);
            meanSquare.AddScaled(gradient * gradient, 1 - settings.Beta2);
            var deviation = meanSquare.sqrt().Scaled(1 / deviationCorrection);
            parameter.AddScaled(mean / deviation.Plus(tensor(settings.Epsilon).to(deviation.dtype).to(deviation.device)), -stepSize);
        }
    }

    private static void Expect(Tensor[] parameters, Tensor[] gradients, Tensor[] means, Tensor[] meanSquares)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        foreach (var (list, name) in ((Tensor[], string)[])[(gradients, nameof(gradients)), (means, nameof(means)), (meanSquares, nameof(meanSquares))])
        {
            ArgumentNullException.ThrowIfNull(list, name);
            if (list.Length != parameters.Length)
                throw new ArgumentException($"'{name}' must have a tensor for each of the {parameters.Length} parameters, but has {list.Length}.", name);
            for (int i = 0; i < list.Length; i++)
            {
                var parameter = KernelInput.Live(parameters[i], $"{nameof(parameters)}[{i}]");
                KernelInput.Expect(list[i], parameter.shape, parameter.dtype, parameter.device_type, $"{name}[{i}]");
            }
        }
    }

    // The operator's loop takes all tensors of a parameter for one run of memory, and all parameters for the first one's type and device. The first
    // tensor that is not so; null if all are.
    private static Tensor? Misfit(params ReadOnlySpan<IReadOnlyList<Tensor>> lists)
    {
        for (int i = 0; i < lists[0].Count; i++)
        {
            var (first, parameter) = (lists[0][0], KernelInput.Live(lists[0][i]));
            if (parameter.dtype != first.dtype || parameter.device_type != first.device_type || !parameter.is_floating_point() || !KernelInput.IsDense(parameter))
                return parameter;
            var strides = parameter.stride();
            foreach (var list in lists[1..])
                if (KernelInput.Live(list[i]).dtype != parameter.dtype || !list[i].stride().SequenceEqual(strides))
                    return list[i];
        }
        return null;
    }

    /// <summary>A list of tensors as an argument; the call that gets it frees it.</summary>
    private static ulong List(Tensor[] tensors)
    {
        Check(torch_new_list_reserve_size((nuint)tensors.Length, out var list));
        foreach (var item in tensors)
        {
            Check(aoti_torch_new_tensor_handle(item.Handle, out var handle));
            Check(torch_list_push_back(list, (ulong)handle));
        }
        GC.KeepAlive(tensors);
        return (ulong)list;
    }

    private static bool HasInterface()
    {
        try
        {
            Check(torch_new_list_reserve_size(0, out var list));
            Check(torch_delete_list(list));
            return true;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    private static ulong Number(double value) => BitConverter.DoubleToUInt64Bits(value);

    private static void Check(int failed)
    {
        if (failed != 0)
            throw new InvalidOperationException("libtorch's fused Adam failed; the error stream has its message.");
    }

    // libtorch's C interface: 0 for success. TorchSharp has no method for the operators; a TorchScript function that calls them leaves native
    // memory to the garbage collector in every step.
    [DllImport("torch_cpu"), DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static extern int torch_call_dispatcher(byte* name, byte* overload, ulong* arguments, ulong version);

    [DllImport("torch_cpu"), DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static extern int torch_new_list_reserve_size(nuint size, out IntPtr list);

    [DllImport("torch_cpu"), DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static extern int torch_delete_list(IntPtr list);

    [DllImport("torch_cpu"), DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static extern int torch_list_push_back(IntPtr list, ulong item);

    [DllImport("torch_cpu"), DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static extern int aoti_torch_new_tensor_handle(IntPtr tensor, out IntPtr handle);
}
