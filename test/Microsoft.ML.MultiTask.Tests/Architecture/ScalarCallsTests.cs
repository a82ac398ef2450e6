using System.Reflection;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>No number becomes a scalar that the garbage collector may free while libtorch reads it: see <see cref="KeptScalars"/>.</summary>
[TestClass]
public sealed class ScalarCallsTests
{
    // Calls whose scalars are kept alive. The scripts that FusedAdam and PackedConvolution invoke get scalars, which invoke does not convert.
    private static readonly string[] s_kept =
    [
        "KeptScalars..cctor: op_Implicit(Int32)", "KeptScalars.Keep: op_Implicit(Double)",
        "FusedAdam.Step: op_Implicit(Double)", "FusedAdam.Step: invoke(String, Object[])",
        "PackedConvolution..ctor: op_Implicit(Int64)", "PackedConvolution..ctor: invoke(String, Object[])",
    ];

    [TestMethod]
    public void Package_KeepsItsScalarsAlive()
    {
        var found = ScalarCalls.In(CalledMethods.In(typeof(DenseTask).Assembly)).Where(call => !s_kept.Contains(call)).ToArray();
        Assert.IsEmpty(found, string.Join("\n", found));
    }

    [TestMethod]
    [DataRow(nameof(Calls.Number), "op_Multiply(Tensor, Double)")]
    [DataRow(nameof(Calls.Argument), "op_Implicit(Double)")]
    [DataRow(nameof(Calls.Sum), "op_Addition(Tensor, Tensor)")]
    [DataRow(nameof(Calls.Square), "square()")]
    [DataRow(nameof(Calls.Lambda), "op_Addition(Tensor, Int32)")]
    public void In_AMethodThatMakesAScalar_NamesTheCall(string method, string call)
    {
        var found = ScalarCalls.In(CalledMethods.In(typeof(Calls).Assembly)
            .Where(made => made.DeclaringType!.FullName!.Contains("+" + nameof(Calls), StringComparison.Ordinal))
            .Where(made => made.Name.Contains(method, StringComparison.Ordinal)));
        Assert.HasCount(1, found);
        Assert.EndsWith(": " + call, found[0]);
    }

    [TestMethod]
    public void In_AMethodThatMakesNone_IsEmpty() => Assert.IsEmpty(ScalarCalls.In([typeof(Calls).GetMethod(nameof(Calls.None))!]));

    private static class Calls
    {
        public static Tensor Number(Tensor x) => x * 0.5;

        public static Tensor Argument(Tensor x) => x.clamp_min(0.5);

        public static Tensor Sum(Tensor x, Tensor y) => x + y;

        public static Tensor Square(Tensor x) => x.square();

        public static Func<Tensor, Tensor> Lambda() => x => x + 1;

        public static Tensor None(Tensor x, Tensor y) => x.Plus(1) * y - x.Scaled(2) / y.AtLeast(1);
    }
}
