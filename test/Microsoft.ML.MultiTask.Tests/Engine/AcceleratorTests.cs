using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>The accelerator against the operators that it stands in for. Where the library is not there, those are what is used.</summary>
[TestClass]
public sealed class AcceleratorTests
{
    public static bool IsAvailable => Accelerator.Takes(zeros(1));

    [TestMethod]
    public void Library_BesideTheProgramOrNamed_IsUsed()
    {
        var named = Environment.GetEnvironmentVariable("MULTITASK_ACCELERATOR");
        bool isThere = File.Exists(string.IsNullOrEmpty(named) ? Path.Combine(AppContext.BaseDirectory, "libMultiTaskAccelerator.so") : named);
        Assert.AreEqual(isThere, IsAvailable);
    }

    [TestMethod]
    [DataRow(64, false, true)]
    [DataRow(64, false, false)]
    [DataRow(64, true, true)]
    [DataRow(64, true, false)]
    [DataRow(7, true, true)]
    [DataRow(301, false, true)]
    public void BatchNorm_Float32_EqualsLibtorchs(int channels, bool hasResidual, bool relu)
    {
        if (!IsAvailable) return;
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
        if (!IsAvailable) return;
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
        if (!IsAvailable) return;
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
        if (!IsAvailable) return;
        using var scope = NewDisposeScope();
        var x = Random(1, 2, 8, 4, 4);
        x[0, 3, 1, 1] = double.NaN;
        var y = Accelerator.BatchNorm(x, Norm(8), null, relu: true).Y;
        Assert.IsTrue(y.select(1, 3).isnan().all().item<bool>());
        Assert.IsFalse(y.select(1, 2).isnan().any().item<bool>());
    }

    [TestMethod]
    public void PointwiseConvolutions_EqualEachByItself()
    {
        if (!IsAvailable) return;
        using var scope = NewDisposeScope();
        var convolutions = Pointwise(24, 20, 1, 2);
        var x = Random(1, 2, 24, 7, 9).requires_grad_();
        var leaves = new[] { x }.Concat(convolutions.SelectMany(c => new Tensor[] { c.Weight, c.Bias! })).ToArray();

        var (expected, expectedGradients) = Run([.. convolutions.Select(c => c.forward(x))]);
        var (y, gradients) = Run(Accelerator.PointwiseConvolutions(x, convolutions));
        foreach (var (e, a) in expected.Concat(expectedGradients).Zip(y.Concat(gradients)))
            TensorAssert.AreClose(e, a, rtol: 1e-5, atol: 1e-5);

        (Tensor[], Tensor[]) Run(Tensor[] ys) =>
            (ys, [.. autograd.grad([.. ys.Select((y, t) => (y * Random(5 + t, y.shape)).sum())], leaves)]);
    }

    [TestMethod]
    public void PointwiseConvolutions_BackwardFromOne_LeavesTheOthersWithoutGradient()
    {
        if (!IsAvailable) return;
        using var scope = NewDisposeScope();
        var convolutions = Pointwise(8, 3, 1, 2);
        var x = Random(1, 1, 8, 4, 4).requires_grad_();
        var ys = Accelerator.PointwiseConvolutions(x, convolutions);
        ys[1].sum().backward(retain_graph: true);
        Assert.IsNull(Gradients.GradOf(convolutions[0].Weight));
        Assert.IsNull(Gradients.GradOf(convolutions[2].Bias!));
        TensorAssert.AreClose(autograd.grad([convolutions[1].forward(x).sum()], [x])[0], Gradients.GradOf(x)!, rtol: 1e-6, atol: 1e-6);
        ys[2].sum().backward();
        Assert.IsNotNull(Gradients.GradOf(convolutions[2].Bias!));
    }

    [TestMethod]
    [DataRow(2, 3, 5, 4, 7)]
    [DataRow(8, 20, 2, 3, 2)]
    [DataRow(8, 1, 1, 1, 1)]
    public void Upsample_EqualsTheTransposedConvolution(int stride, int channels, int images, int height, int width)
    {
        if (!IsAvailable) return;
        using var scope = NewDisposeScope();
        using var convolution = nn.ConvTranspose2d(channels, channels, 2 * stride, stride: stride, padding: stride / 2);
        WeightInitialization.Initialize(convolution, 3);
        using (no_grad())
        {
            convolution.weight!.copy_(Random(4, convolution.weight!.shape));
            convolution.bias!.copy_(Random(5, channels));
        }
        var x = Random(1, images, channels, height, width);
        var slope = Random(2, images, channels, stride * height, stride * width);
        var (y, gradients) = Run(a => Accelerator.Upsample(a, convolution));
        var (expected, expectedGradients) = Run(convolution.forward);
        TensorAssert.AreClose(expected, y, rtol: 1e-4, atol: 1e-4);
        foreach (var (e, g) in expectedGradients.Zip(gradients))
            TensorAssert.AreClose(e, g, rtol: 1e-4, atol: 1e-5 * e.abs().max().item<float>());

        (Tensor, Tensor[]) Run(Func<Tensor, Tensor> upsample)
        {
            var leaf = x.clone().requires_grad_();
            var result = upsample(leaf);
            return (result.detach(), [.. autograd.grad([(result * slope).sum()], [leaf, convolution.weight!, convolution.bias!])]);
        }
    }

    [TestMethod]
    [DataRow(3, 1, 64, 32, 11, 13)]                                             // an odd width: the last pixel has no neighbour
    [DataRow(3, 2, 32, 48, 12, 18)]
    [DataRow(1, 1, 96, 256, 9, 6)]                                              // two parts of the outputs
    [DataRow(1, 2, 64, 16, 10, 14)]
    [DataRow(3, 1, 160, 128, 40, 62)]                                           // several blocks of rows
    [DataRow(7, 2, 3, 64, 16, 24)]                                              // a shape that is left to libtorch
    public void Convolve_BFloat16_EqualsFloat32OfTheSameNumbers_AndItsWeightGradientIsNotRounded(
        int kernel, int stride, int inputs, int outputs, int height, int width)
    {
        if (!IsAvailable) return;
        using var scope = NewDisposeScope();
        var x = Rounded(Random(1, 3, inputs, height, width));
        var weight = Rounded(Random(2, outputs, inputs, kernel, kernel));
        var expected = Differentiated((a, w) => F.conv2d(a, w, null, [stride, stride], [kernel / 2, kernel / 2]));
        var actual = Differentiated((a, w) => Accelerator.Convolve(a.to(ScalarType.BFloat16), w, stride, kernel / 2).to(ScalarType.Float32));

        const double Rounding = 1.0 / 256;
        Assert.IsLessThan(Rounding, Difference(0), "y");
        Assert.IsLessThan(Rounding, Difference(1), "gradient of x");
        Assert.IsLessThan(inputs % 32 == 0 ? 1e-6 : Rounding, Difference(2), "gradient of the weights");
        Assert.AreEqual(ScalarType.Float32, actual[2].dtype);

        double Difference(int i) => ((actual[i] - expected[i]).norm() / expected[i].norm()).item<float>();

        Tensor[] Differentiated(Func<Tensor, Tensor, Tensor> convolve)
        {
            var (a, w) = (x.clone().requires_grad_(), weight.clone().requires_grad_());
            var y = convolve(a, w);
            var slope = Rounded(Random(3, y.shape));
            return [y.detach(), .. autograd.grad([(y * slope).sum()], [a, w])];
        }
    }

    [TestMethod]
    [DoNotParallelize]                                                          // changes the number of torch's threads
    public void Convolve_OnAnyNumberOfThreads_GivesTheSameBits()
    {
        if (!IsAvailable) return;
        using var scope = NewDisposeScope();
        var x = Random(1, 2, 64, 24, 40).to(ScalarType.BFloat16);
        var weight = Random(2, 64, 64, 3, 3).requires_grad_();
        int threads = get_num_threads();
        try
        {
            var bits = new[] { 1, 2, 3 }.Select(count =>
            {
                set_num_threads(count);
                return autograd.grad([Accelerator.Convolve(x, weight, 1, 1).to(ScalarType.Float32).square().sum()], [weight])[0].contiguous().bytes.ToArray();
            }).ToArray();
            Assert.AreSequenceEqual(bits[0], bits[1]);
            Assert.AreSequenceEqual(bits[0], bits[2]);
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [TestMethod]
    [DataRow(ScalarType.Float32, 1, 1, true, 1e-6)]
    [DataRow(ScalarType.Float32, 3, 2, false, 1e-6)]
    [DataRow(ScalarType.BFloat16, 3, 1, true, 0.01)]
    public void Convolution_ArrangedOnce_EqualsLibtorchs_ForAnySize(ScalarType type, int kernel, int stride, bool relu, double tolerance)
    {
        if (!IsAvailable) return;
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var (weight, bias) = (Random(1, 24, 16, kernel, kernel).to(type), Random(2, 24).to(type));
        foreach (bool hasResidual in new[] { false, true })
        {
            var convolution = Accelerator.CreateConvolution(weight, bias, stride, kernel / 2, [1, 16, 8, 12], relu, hasResidual);
            if (convolution == 0) return;                                      // this libtorch has no such thing
            foreach (var x in new[] { Random(3, 1, 16, 8, 12).to(type), Random(4, 3, 16, 6, 10).to(type) })
            {
                var y = F.conv2d(x, weight, bias, [stride, stride], [kernel / 2, kernel / 2]);
                var residual = hasResidual ? Random(5, y.shape).to(type) : null;
                if (residual is not null) y = y + residual;
                if (relu) y = F.relu(y);
                TensorAssert.AreClose(y, Accelerator.Run(convolution, x, residual), rtol: tolerance, atol: tolerance * y.abs().max().to(ScalarType.Float32).item<float>());
            }
            Accelerator.Release(convolution);
        }
    }

    [TestMethod]
    [DataRow(20, 61, 83, false)]
    [DataRow(20, 61, 83, true)]
    [DataRow(2, 3, 5, true)]
    public void CrossEntropy_EqualsLibtorchs(int classes, int height, int width, bool isWeighted)
    {
        if (!IsAvailable) return;
        using var scope = NewDisposeScope();
        var scores = (Random(1, 2, classes, height, width) * 12).requires_grad_();          // probabilities from 1 to 1e-30
        var labels = (Random(2, 2, height, width).abs() * 1e6).remainder(classes + 1).floor().to(ScalarType.Byte);
        labels = where(labels.eq(classes), full_like(labels, DenseTask.Ignore), labels);
        var weights = isWeighted ? Random(3, classes).abs() + 0.1 : null;

        var expected = F.cross_entropy(scores, labels.to(ScalarType.Int64), weights, ignore_index: DenseTask.Ignore);
        var loss = Accelerator.CrossEntropy(scores, labels, weights);
        Assert.AreEqual(expected.item<float>(), loss.item<float>(), 2e-6 * expected.item<float>());
        var (gradient, slope) = (autograd.grad([loss * 3], [scores])[0], autograd.grad([expected * 3], [scores])[0]);
        TensorAssert.AreClose(slope, gradient, rtol: 1e-5, atol: 1e-6 * slope.abs().max().item<float>());
    }

    [TestMethod]
    public void CrossEntropy_NothingLabelled_IsNaN_AndAnInfiniteOrMissingScoreStaysVisible()
    {
        if (!IsAvailable) return;
        using var scope = NewDisposeScope();
        var (scores, labels) = (Random(1, 1, 3, 4, 5), zeros(1, 4, 5).to(ScalarType.Byte));
        Assert.IsTrue(float.IsNaN(Accelerator.CrossEntropy(scores, full_like(labels, DenseTask.Ignore), null).item<float>()));
        foreach (double odd in new[] { double.NaN, double.PositiveInfinity })
        {
            scores[0, 1, 2, 3] = odd;
            Assert.IsTrue(float.IsNaN(Accelerator.CrossEntropy(scores, labels, null).item<float>()), odd.ToString());
            Assert.IsTrue(float.IsNaN(F.cross_entropy(scores, labels.to(ScalarType.Int64)).item<float>()), odd.ToString());
        }
    }

    [TestMethod]
    public void CrossEntropy_LabelThatIsNoClass_SaysSo()
    {
        if (!IsAvailable) return;
        using var scope = NewDisposeScope();
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => Accelerator.CrossEntropy(zeros(1, 3, 2, 2), full(new long[] { 1, 2, 2 }, 3).to(ScalarType.Byte), null));
        Assert.Contains("less than 3", error.Message);
    }

    [TestMethod]
    public void ArgMax_EqualsLibtorchs_WithTiesAndNaN()
    {
        if (!IsAvailable) return;
        using var scope = NewDisposeScope();
        var scores = (Random(1, 3, 20, 17, 31) * 4).round();                   // many ties
        Assert.IsTrue(First(scores).eq(Accelerator.ArgMax(scores).to(ScalarType.Int64)).all().item<bool>());
        scores[1, 7, 2, 3] = double.NaN;
        Assert.AreEqual(7, Accelerator.ArgMax(scores)[1, 2, 3].item<byte>());

        // The first of equal ones, which libtorch's does not promise.
        static Tensor First(Tensor scores) => scores.eq(scores.amax([1], keepdim: true)).to(ScalarType.Byte).argmax(1);
    }

    [TestMethod]
    public void ArgMax_ScoresOfAnotherShape_SaysWhatIsNeeded()
    {
        if (!IsAvailable) return;
        using var scope = NewDisposeScope();
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => Accelerator.ArgMax(zeros(2, 3)));
        Assert.Contains("[N, C, H, W]", error.Message);
    }

    [TestMethod]
    public void DropGradients_LeavesNone()
    {
        if (!IsAvailable) return;
        using var scope = NewDisposeScope();
        var leaf = ones(3).requires_grad_();
        (leaf * 2).sum().backward();
        Accelerator.DropGradients([leaf]);
        Assert.IsNull(Gradients.GradOf(leaf));
    }

    private static ConvolutionLayer[] Pointwise(int inputs, params int[] outputs)
    {
        var layers = Array.ConvertAll(outputs, o => new ConvolutionLayer(inputs, o, 1));
        using var noGradients = no_grad();
        for (int i = 0; i < layers.Length; ++i)
        {
            layers[i].Weight.copy_(Random(10 + i, layers[i].Weight.shape));
            layers[i].Bias!.copy_(Random(20 + i, layers[i].Bias!.shape));
        }
        return layers;
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

    private static Tensor Rounded(Tensor x) => x.to(ScalarType.BFloat16).to(ScalarType.Float32);

    /// <summary>Numbers from -2 to 2, the same for the same seed.</summary>
    private static Tensor Random(int seed, params long[] shape)
    {
        var random = new Random(seed);
        return tensor(Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(_ => (float)(4 * random.NextDouble() - 2)).ToArray()).reshape(shape);
    }
}
