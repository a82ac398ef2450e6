using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Tests.Modules;

[TestClass]
public sealed class LayerTests
{
    private static Tensor Image(params float[] pixels) => tensor(pixels).reshape(1, 1, -1, 3);

    [TestMethod]
    public void Conv2d_SlidesItsKernel()
    {
        using var scope = NewDisposeScope();
        using var conv = nn.Conv2d(1, 1, 2);
        var kernel = tensor(new float[] { 1, 0, 0, 2 }).reshape(1, 1, 2, 2);
        conv.load_state_dict(new() { ["weight"] = kernel, ["bias"] = tensor(new[] { 0.5f }) });
        TensorAssert.HasElements([11.5, 14.5, 20.5, 23.5], conv.call(Image(1, 2, 3, 4, 5, 6, 7, 8, 9)));
        TensorAssert.HasShape([4, 1, 3, 3], nn.Conv2d(1, 4, 3).weight);
        TensorAssert.HasShape([1, 4, 2, 2], nn.Conv2d(1, 4, 3, 2, 1).call(Image(1, 2, 3, 4, 5, 6, 7, 8, 9)));
        TensorAssert.HasShape([1, 1, 3, 3], nn.Conv2d(1, 1, 3, Padding.Same, bias: false).call(Image(1, 2, 3, 4, 5, 6, 7, 8, 9)));
        Assert.IsNull(nn.Conv2d(1, 1, 1, bias: false).bias);
    }

    [TestMethod]
    public void Conv2d_PaddedByReflection()
    {
        using var scope = NewDisposeScope();
        var output = nn.Conv2d(1, 1, 3, padding: 1, padding_mode: PaddingModes.Reflect, bias: false).call(Image(1, 2, 3, 4, 5, 6, 7, 8, 9));
        TensorAssert.HasShape([1, 1, 3, 3], output);
        TensorAssert.HasElements([5, 4, 5, 6, 5, 2, 1, 2, 3, 2, 5, 4, 5, 6, 5],
            F.pad(Image(1, 2, 3, 4, 5, 6, 7, 8, 9), new long[] { 1, 1, 1, 1 }, PaddingModes.Reflect)[0, 0, ..3]);
    }

    [TestMethod]
    public void ConvTranspose2d_SpreadsEachPixel()
    {
        using var scope = NewDisposeScope();
        using var up = nn.ConvTranspose2d(1, 1, 2, 2, bias: false);
        up.load_state_dict(new() { ["weight"] = tensor(new float[] { 1, 2, 3, 4 }).reshape(1, 1, 2, 2) });
        TensorAssert.HasElements([1, 2, 10, 20, 3, 4, 30, 40], up.call(tensor(new float[] { 1, 10 }).reshape(1, 1, 1, 2)));
        TensorAssert.HasShape([1, 5, 16, 24], nn.ConvTranspose2d(2, 5, 16, 8, 4).call(ones(1, 2, 2, 3)));
    }

    [TestMethod]
    public void BatchNorm2d_NormalizesAndKeepsStatistics()
    {
        using var scope = NewDisposeScope();
        using var norm = nn.BatchNorm2d(1, momentum: 0.5);
        var input = tensor(new float[] { 1, 3 }).reshape(2, 1, 1, 1);      // mean 2, variance 1; unbiased 2
        TensorAssert.HasElements([-1, 1], norm.call(input), 1e-4);
        TensorAssert.HasElements([1], norm.running_mean);
        TensorAssert.HasElements([1.5], norm.running_var);
        TensorAssert.HasElements([1], norm.num_batches_tracked);
        norm.eval();
        TensorAssert.HasElements([0, 2 / Math.Sqrt(1.5)], norm.call(input), 1e-4);
        TensorAssert.HasElements([1], norm.num_batches_tracked);
        Assert.ThrowsExactly<ArgumentException>(() => norm.call(ones(2, 1)));
    }

    [TestMethod]
    public void Pooling()
    {
        using var scope = NewDisposeScope();
        var image = Image(1, 2, 3, 4, 5, 6, 7, 8, 9);
        TensorAssert.HasElements([5, 6, 8, 9], nn.MaxPool2d(2, 1).call(image));
        TensorAssert.HasElements([5, 6, 8, 9], nn.MaxPool2d(3, 2, 1).call(image));
        TensorAssert.HasElements([5], nn.MaxPool2d(2).call(image));
        TensorAssert.HasElements([3, 4, 6, 7], nn.AvgPool2d(2, 1).call(image));
        TensorAssert.HasElements([5], nn.AdaptiveAvgPool2d(1).call(image));
        TensorAssert.HasElements([4, 5, 7, 8], F.max_pool2d_with_indices(image, [2, 2], [1, 1]).indices);
    }

    [TestMethod]
    public void Linear_Multiplies()
    {
        using var scope = NewDisposeScope();
        using var linear = nn.Linear(2, 1);
        linear.load_state_dict(new() { ["weight"] = tensor(new float[,] { { 2, 3 } }), ["bias"] = tensor(new[] { 1f }) });
        TensorAssert.HasElements([6, 9], linear.call(tensor(new float[,] { { 1, 1 }, { 1, 2 } })));
    }

    [TestMethod]
    public void Activations()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { -2f, 0f, 3f });
        TensorAssert.HasElements([0, 0, 3], nn.ReLU().call(x));
        TensorAssert.HasElements([-0.02, 0, 3], nn.LeakyReLU(0.01).call(x));
        TensorAssert.HasElements([0.1192029, 0.5, 0.9525741], nn.Sigmoid().call(x));
        TensorAssert.HasElements(
            [0.1269280, 2.1269280, 5.1269280 - 2], F.softplus(x) + tensor(new[] { 0f, 2 - 0.6931472f + 0.1269280f, 0.0783407f }), 2e-6);
        var inPlace = x.clone();
        using (var output = nn.ReLU(inplace: true).call(inPlace)) TensorAssert.HasElements([0, 0, 3], output);
        TensorAssert.HasElements([0, 0, 3], inPlace);
    }

    [TestMethod]
    public void Dropout_WorksWhileTrainingOnly()
    {
        using var scope = NewDisposeScope();
        using var dropout = nn.Dropout(0.5);
        var output = dropout.call(ones(1000));
        TensorAssert.HasElements([0, 2], output.unique().Item1);
        dropout.eval();
        TensorAssert.HasElements([1], dropout.call(ones(1000)).unique().Item1);
    }

    [TestMethod]
    public void Interpolate_ByModes()
    {
        using var scope = NewDisposeScope();
        var row = tensor(new[] { 0f, 4f }).reshape(1, 1, 1, 2);
        TensorAssert.HasElements([0, 0, 4, 4], F.interpolate(row, size: [1, 4]));
        TensorAssert.HasElements([0, 1, 3, 4], F.interpolate(row, size: [1, 4], mode: InterpolationMode.Bilinear, align_corners: false));
        TensorAssert.HasElements(
            [0, 4.0 / 3, 8.0 / 3, 4], F.interpolate(row, size: [1, 4], mode: InterpolationMode.Bilinear, align_corners: true));
        TensorAssert.HasElements([2], F.interpolate(row, size: [1, 1], mode: InterpolationMode.Area));
        TensorAssert.HasShape([1, 1, 3, 6], F.interpolate(row.repeat(1, 1, 1, 1), scale_factor: [3, 3]));
    }

    [TestMethod]
    public void Initialization_HasTheWantedSpread()
    {
        using var scope = NewDisposeScope();
        var weight = empty(64, 32, 3, 3);       // fan in 288, fan out 576
        nn.init.kaiming_normal_(weight, mode: nn.init.FanInOut.FanOut, nonlinearity: nn.init.NonlinearityType.ReLU);
        Assert.AreEqual(Math.Sqrt(2.0 / 576), weight.std().item<float>(), 2e-3);
        nn.init.kaiming_uniform_(weight, Math.Sqrt(5));
        Assert.IsLessThanOrEqualTo(1 / Math.Sqrt(288) + 1e-6, weight.abs().max().item<float>());
        nn.init.xavier_normal_(weight);
        Assert.AreEqual(Math.Sqrt(2.0 / (288 + 576)), weight.std().item<float>(), 2e-3);
        nn.init.xavier_uniform_(weight);
        Assert.IsLessThanOrEqualTo(Math.Sqrt(6.0 / (288 + 576)) + 1e-6, weight.abs().max().item<float>());
        nn.init.normal_(weight, 1, 0.1);
        Assert.AreEqual(1, weight.mean().item<float>(), 0.01);
        nn.init.trunc_normal_(weight, 0, 1, -0.5, 0.5);
        Assert.IsLessThanOrEqualTo(0.5f, weight.abs().max().item<float>());
        TensorAssert.HasElements([0, 0], nn.init.zeros_(empty(2)));
        TensorAssert.HasElements([1, 1], nn.init.ones_(empty(2)));
        TensorAssert.HasElements([3, 3], nn.init.constant_(empty(2), 3));
    }

    [TestMethod]
    public void ClipGradNorm_ScalesAllGradientsTogether()
    {
        using var scope = NewDisposeScope();
        var a = nn.Parameter(zeros(1));
        var b = nn.Parameter(zeros(1));
        (a * 3 + b * 4).sum().backward();
        Assert.AreEqual(5, nn.utils.clip_grad_norm_([a, b], 1), 1e-6);
        TensorAssert.HasElements([0.6], a.grad, 1e-5);
        TensorAssert.HasElements([0.8], b.grad, 1e-5);
        Assert.AreEqual(1, nn.utils.clip_grad_norm_([a, b], 10), 1e-5);
        TensorAssert.HasElements([0.6], a.grad, 1e-5);
    }
}
