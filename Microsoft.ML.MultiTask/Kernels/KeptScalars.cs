using TorchSharp;
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
    internal static Tensor Plus(this Tensor x, Tensor y) => x.add(y, s_one);

    /// <summary>x + number, a new tensor.</summary>
    internal static Tensor Plus(this Tensor x, double number) => Keep(number, scalar => x.add(scalar, s_one));

    /// <summary>x += y.</summary>
    internal static Tensor Add(this Tensor x, Tensor y) => x.add_(y, s_one);

    /// <summary>x += 1.</summary>
    internal static void Increment(this Tensor x) => x.add_(s_one, s_one);

    /// <summary>x += factor y.</summary>
    internal static void AddScaled(this Tensor x, Tensor y, double factor) => Keep(factor, scalar => x.add_(y, scalar));

    /// <summary>x *= factor.</summary>
    internal static void Scale(this Tensor x, double factor) => Keep(factor, x.mul_);

    /// <summary>factor x, a new tensor.</summary>
    internal static Tensor Scaled(this Tensor x, double factor) => Keep(factor, x.mul);

    /// <summary>max(x, minimum), a new tensor.</summary>
    internal static Tensor AtLeast(this Tensor x, double minimum) => Keep(minimum, scalar => x.clamp_min(scalar));

    /// <summary>x &gt; limit, bool.</summary>
    internal static Tensor Above(this Tensor x, double limit) => Keep(limit, x.gt);

    /// <summary>x &lt; limit, bool.</summary>
    internal static Tensor Below(this Tensor x, double limit) => Keep(limit, x.lt);

    private static Tensor Keep(double number, Func<Scalar, Tensor> call)
    {
        using Scalar scalar = number;
        return call(scalar);
    }
}
