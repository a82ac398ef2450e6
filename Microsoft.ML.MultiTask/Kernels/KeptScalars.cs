using TorchSharp;
using static Microsoft.ML.MultiTask.Kernels.KernelInput;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Kernels;

/// <summary>Operators with a number among their operands, which stays alive until libtorch has read it.</summary>
/// <remarks>
/// TorchSharp 0.107 turns a number into a native scalar that nothing references during the call: a garbage collection at that moment frees
/// it, and libtorch reads freed memory. Even <c>x + y</c> is affected, by its factor of 1, and <c>x.square()</c>, by its exponent. Products,
/// quotients and differences of two tensors are not. A test finds such calls elsewhere in the package.
/// </remarks>
internal static class KeptScalars
{
    private static readonly Scalar s_one = 1;

    /// <summary>x + y, a new tensor.</summary>
    internal static Tensor Plus(this Tensor x, Tensor y) => Live(x).add(Live(y), s_one);

    /// <summary>x + number, a new tensor.</summary>
    internal static Tensor Plus(this Tensor x, double number) => Keep(x, number, (tensor, scalar) => tensor.add(scalar, s_one));

    /// <summary>x += y.</summary>
    internal static Tensor Add(this Tensor x, Tensor y) => Live(x).add_(Live(y), s_one);

    /// <summary>x += 1.</summary>
    internal static void Increment(this Tensor x) => Live(x).add_(s_one, s_one);

    /// <summary>x += factor y.</summary>
    internal static void AddScaled(this Tensor x, Tensor y, double factor) => Keep(x, factor, (tensor, scalar) => tensor.add_(Live(y), scalar));

    /// <summary>x *= factor.</summary>
    internal static void Scale(this Tensor x, double factor) => Keep(x, factor, (tensor, scalar) => tensor.mul_(scalar));

    /// <summary>factor x, a new tensor.</summary>
    internal static Tensor Scaled(this Tensor x, double factor) => Keep(x, factor, (tensor, scalar) => tensor.mul(scalar));

    /// <summary>max(x, minimum), a new tensor.</summary>
    internal static Tensor AtLeast(this Tensor x, double minimum) => Keep(x, minimum, (tensor, scalar) => tensor.clamp_min(scalar));

    /// <summary>min(x, maximum), a new tensor.</summary>
    internal static Tensor AtMost(this Tensor x, double maximum) => Keep(x, maximum, (tensor, scalar) => tensor.clamp_max(scalar));

    /// <summary>x &gt; limit, bool.</summary>
    internal static Tensor Above(this Tensor x, double limit) => Keep(x, limit, (tensor, scalar) => tensor.gt(scalar));

    /// <summary>x &lt; limit, bool.</summary>
    internal static Tensor Below(this Tensor x, double limit) => Keep(x, limit, (tensor, scalar) => tensor.lt(scalar));

    private static Tensor Keep(Tensor x, double number, Func<Tensor, Scalar, Tensor> call)
    {
        using Scalar scalar = number;
        return call(Live(x), scalar);
    }
}
