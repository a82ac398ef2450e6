using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class FusedAdamTests
{
    /// <summary>The fused operator against the operators one by one: odd sizes, another memory layout, float32 and float64.</summary>
    [TestMethod]
    [DataRow(ScalarType.Float32, 0.0, false, 2e-6)]
    [DataRow(ScalarType.Float32, 0.1, false, 2e-6)]
    [DataRow(ScalarType.Float32, 0.1, true, 2e-6)]
    [DataRow(ScalarType.Float64, 0.1, true, 1e-12)]
    public void Step_FiveTimes_EqualsThePlainSteps(ScalarType type, double decay, bool isDecoupled, double tolerance)
    {
        using var scope = NewDisposeScope();
        Tensor[] fused = Parameters(type), plain = Parameters(type);
        Tensor[][] states = [Zeros(fused), Zeros(fused), Zeros(plain), Zeros(plain)];
        for (int step = 1; step <= 5; step++)
        {
            var settings = new AdamSettings(0.01, 0.9, 0.999, 1e-8, decay, step, isDecoupled);
            Tensor[] gradients = [.. plain.Select(p => (p - 0.3 * step) * 0.7)];
            Assert.IsTrue(FusedAdam.Takes(fused, gradients));
            FusedAdam.Step(settings, fused, gradients, states[0], states[1]);
            FusedAdam.PlainStep(settings, plain, gradients, states[2], states[3]);
        }
        foreach (var (expected, actual) in plain.Concat(states[2]).Concat(states[3]).Zip(fused.Concat(states[0]).Concat(states[1])))
            TensorAssert.AreClose(expected, actual, rtol: tolerance, atol: tolerance);
    }

    [TestMethod]
    public void Takes_GradientInAnotherLayout_IsFalse()
    {
        using var scope = NewDisposeScope();
        Assert.IsFalse(FusedAdam.Takes([zeros(2, 3)], [zeros(3, 2).t()]));
    }

    private static Tensor[] Zeros(Tensor[] like) => [.. like.Select(p => zeros_like(p))];

    private static Tensor[] Parameters(ScalarType type) =>
    [
        linspace(-1, 1, 100_003).to(type),
        linspace(-2, 1, 2 * 3 * 4 * 5).reshape(2, 4, 5, 3).permute(0, 3, 1, 2).to(type),
        tensor(0.5).to(type),
    ];
}
