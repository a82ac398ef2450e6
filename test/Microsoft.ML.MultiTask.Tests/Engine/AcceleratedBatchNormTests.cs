using TorchSharp.Modules;
using static Microsoft.ML.MultiTask.Tests.Draws;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>The accelerator's batch normalisation against libtorch's.</summary>
[TestClass]
public sealed class AcceleratedBatchNormTests
{
    [TestMethod]
    [DataRow(64, false, true)]
    [DataRow(64, false, false)]
    [DataRow(64, true, true)]
    [DataRow(64, true, false)]
    [DataRow(7, true, true)]
    [DataRow(301, false, true)]
    public void BatchNorm_Float32_EqualsLibtorchs(int channels, bool hasResidual, bool relu)
    {
        if (!AcceleratorTests.IsAvailable) return;
        using var scope = NewDisposeScope();
        var (accelerated, plain) = (Norm(channels), Norm(channels));
        var x = Random(1, 3, channels, 9, 14) * 3 + 5;
        var residual = hasResidual ? Random(2, 3, channels, 9, 14) : null;
        var slope = Random(3, 3, channels, 9, 14);

        var (y, gradients) = Differentiate(x, residual, accelerated, slope, (a, r) => Used(Accelerator.BatchNorm(a, accelerated, r, relu)));
        var (expected, expectedGradients) = Differentiate(x, residual, plain, slope, (a, r) => Plain(a, plain, r, relu));

        TensorAssert.AreClose(expected, y, rtol: 1e-5, atol: 2e-6);
        foreach (var (e, g) in expectedGradients.Zip(gradients))
            TensorAssert.AreClose(e, g, rtol: 1e-4, atol: 1e-5 * e.abs().max().item<float>());
        TensorAssert.AreClose(plain.running_mean!, accelerated.running_mean!, rtol: 1e-6, atol: 1e-7);
        TensorAssert.AreClose(plain.running_var!, accelerated.running_var!, rtol: 1e-5, atol: 1e-7);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void BatchNorm_BFloat16_EqualsFloat32_UpToTheRoundingOfItsFeatures(bool hasResidual)
    {
        if (!AcceleratorTests.IsAvailable) return;
        using var scope = NewDisposeScope();
        var (accelerated, plain) = (Norm(96), Norm(96));
        var x = Rounded(Random(1, 4, 96, 8, 8) * 2 + 1);
        var residual = hasResidual ? Rounded(Random(2, 4, 96, 8, 8)) : null;
        var slope = Rounded(Random(3, 4, 96, 8, 8));

        var (y, gradients) = Differentiate(x, residual, accelerated, slope,
            (a, r) => Accelerator.BatchNorm(a.to(ScalarType.BFloat16), accelerated, r?.to(ScalarType.BFloat16), relu: true).Y.to(ScalarType.Float32));
        var (expected, expectedGradients) = Differentiate(x, residual, plain, slope, (a, r) => Plain(a, plain, r, relu: true));

        const double Rounding = 1.0 / 256;                                     // half a unit in the last of 8 bits
        TensorAssert.AreClose(expected, y, rtol: Rounding, atol: 1e-6);
        foreach (var (e, g) in expectedGradients.Zip(gradients))
            Assert.IsLessThan(2 * Rounding, ((g - e).norm() / e.norm()).item<float>());
        TensorAssert.AreClose(plain.running_mean!, accelerated.running_mean!, rtol: 1e-5, atol: 1e-6);
        TensorAssert.AreClose(plain.running_var!, accelerated.running_var!, rtol: 1e-5, atol: 1e-6);
    }

    [TestMethod]
    public void BatchNorm_SameInput_GivesTheSameBits_WhateverTheRunningStatistics()
    {
        if (!AcceleratorTests.IsAvailable) return;
        using var scope = NewDisposeScope();
        var norm = Norm(32);
        var x = Random(1, 2, 32, 16, 16);
        var first = Accelerator.BatchNorm(x, norm, null, relu: true).Y;
        var second = Accelerator.BatchNorm(x, norm, null, relu: true).Y;
        Assert.IsTrue(first.contiguous().bytes.SequenceEqual(second.contiguous().bytes));
    }

    [TestMethod]
    public void BatchNorm_NaN_StaysVisible()
    {
        if (!AcceleratorTests.IsAvailable) return;
        using var scope = NewDisposeScope();
        var x = Random(1, 2, 8, 4, 4);
        x[0, 3, 1, 1] = double.NaN;
        var y = Accelerator.BatchNorm(x, Norm(8), null, relu: true).Y;
        Assert.IsTrue(y.select(1, 3).isnan().all().item<bool>());
        Assert.IsFalse(y.select(1, 2).isnan().any().item<bool>());
    }

    private static BatchNorm2d Norm(int channels)
    {
        var norm = nn.BatchNorm2d(channels);
        using var noGradients = no_grad();
        norm.weight!.copy_(Random(6, channels) + 1);
        norm.bias!.copy_(Random(7, channels));
        norm.running_mean!.copy_(Random(8, channels));
        return norm;
    }

    /// <summary>The two outputs as two users would have them: a quarter of one, three quarters of the other.</summary>
    private static Tensor Used((Tensor Y, Tensor Again) output) => output.Y * 0.25 + output.Again * 0.75;

    private static Tensor Plain(Tensor x, BatchNorm2d norm, Tensor? residual, bool relu)
    {
        var y = norm.forward(x);
        if (residual is not null) y = y + residual;
        return relu ? F.relu(y) : y;
    }

    private static (Tensor Y, Tensor[] Gradients) Differentiate(
        Tensor x, Tensor? residual, BatchNorm2d norm, Tensor slope, Func<Tensor, Tensor?, Tensor> forward)
    {
        var a = x.clone().requires_grad_();
        var r = residual?.clone().requires_grad_();
        var y = forward(a, r);
        Tensor[] leaves = r is null ? [a, norm.weight!, norm.bias!] : [a, norm.weight!, norm.bias!, r];
        return (y.detach(), [.. autograd.grad([(y * slope).sum()], leaves)]);
    }
}
