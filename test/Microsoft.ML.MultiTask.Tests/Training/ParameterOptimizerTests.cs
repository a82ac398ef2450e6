using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>The package's optimizers against TorchSharp's, on both of their paths: float64 always takes the plain one.</summary>
[TestClass]
public sealed class ParameterOptimizerTests
{
    [TestMethod]
    [DataRow(OptimizerKind.Adam, 0.0, ScalarType.Float32)]
    [DataRow(OptimizerKind.Adam, 0.1, ScalarType.Float32)]
    [DataRow(OptimizerKind.AdamW, 0.1, ScalarType.Float32)]
    [DataRow(OptimizerKind.Sgd, 0.1, ScalarType.Float32)]
    [DataRow(OptimizerKind.Adam, 0.1, ScalarType.Float64)]
    [DataRow(OptimizerKind.AdamW, 0.1, ScalarType.Float64)]
    [DataRow(OptimizerKind.Sgd, 0.0, ScalarType.Float64)]
    public void Step_SeveralSteps_AreTorchSharps(OptimizerKind kind, double decay, ScalarType type)
    {
        using var scope = NewDisposeScope();
        Parameter[] ours = Parameters(type), theirs = Parameters(type);
        using ParameterOptimizer optimizer = kind switch
        {
            OptimizerKind.Adam => new AdamOptimizer(ours, decay, decoupled: false),
            OptimizerKind.AdamW => new AdamOptimizer(ours, decay, decoupled: true),
            _ => new SgdOptimizer(ours, decay),
        };
        using optim.Optimizer reference = kind switch
        {
            OptimizerKind.Adam => optim.Adam(theirs, lr: 0.01, weight_decay: decay),
            OptimizerKind.AdamW => optim.AdamW(theirs, lr: 0.01, weight_decay: decay),
            _ => optim.SGD(theirs, 0.01, momentum: 0.9, weight_decay: decay),
        };
        for (int step = 0; step < 5; step++)
        {
            optimizer.ZeroGradients();
            reference.zero_grad();
            Loss(ours, step).backward();
            Loss(theirs, step).backward();
            optimizer.Step(0.01);
            reference.step();
        }
        double tolerance = type == ScalarType.Float32 ? 2e-6 : 1e-12;
        foreach (var (expected, actual) in theirs.Zip(ours))
            TensorAssert.AreClose(expected, actual, rtol: tolerance, atol: tolerance);
    }

    [TestMethod]
    public void Step_ParameterWithoutGradient_Stays()
    {
        using var scope = NewDisposeScope();
        var parameters = Parameters(ScalarType.Float32);
        using var optimizer = new AdamOptimizer(parameters, weightDecay: 0.1, decoupled: true);
        var before = parameters[1].detach().clone();
        parameters[0].sum().backward();
        optimizer.Step(0.1);
        TensorAssert.AreClose(before, parameters[1], rtol: 0, atol: 0);
        Assert.IsLessThan(1f, parameters[0].max().item<float>());
    }

    /// <summary>Large enough to be shared among threads, and one with the strides of another layout.</summary>
    private static Parameter[] Parameters(ScalarType type) =>
    [
        new(linspace(-1, 1, 200_000).to(type)),
        new(linspace(-2, 1, 2 * 3 * 4 * 5).reshape(2, 4, 5, 3).permute(0, 3, 1, 2).to(type)),
    ];

    private static Tensor Loss(Parameter[] parameters, int step) =>
        parameters.Select(p => ((p - 0.3 * step) * (p + 0.1)).sum()).Aggregate((a, b) => a + b);
}
