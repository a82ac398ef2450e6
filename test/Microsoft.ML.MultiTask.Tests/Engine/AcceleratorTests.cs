using static Microsoft.ML.MultiTask.Tests.Draws;
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
}
