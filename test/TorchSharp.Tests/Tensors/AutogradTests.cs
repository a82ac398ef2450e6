using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Tensors;

[TestClass]
public sealed class AutogradTests
{
    [TestMethod]
    public void Backward_FillsTheGradientsOfLeaves()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1f, 2f, 3f }, requires_grad: true);
        Assert.IsNull(x.grad);
        var y = (x * x).sum();
        Assert.IsTrue(x.is_leaf);
        Assert.IsFalse(y.is_leaf);
        y.backward();
        TensorAssert.HasElements([2, 4, 6], x.grad);
        (x * 3).sum().backward();
        TensorAssert.HasElements([5, 7, 9], x.grad);
    }

    [TestMethod]
    public void Grad_ReturnsGradientsWithoutAddingThem()
    {
        using var scope = NewDisposeScope();
        var x = tensor(2f, requires_grad: true);
        var w = tensor(5f, requires_grad: true);
        var y = x.pow(3) * w;
        var grads = autograd.grad([y], [x, w], retain_graph: true);
        TensorAssert.HasElements([60], grads[0]);
        TensorAssert.HasElements([8], grads[1]);
        Assert.IsNull(x.grad);

        var first = autograd.grad([y], [x], create_graph: true)[0];
        TensorAssert.HasElements([60], autograd.grad([first], [x])[0]);     // d(3wx²)/dx = 6wx
    }

    [TestMethod]
    public void Backward_WithInputsAndGradTensors()
    {
        using var scope = NewDisposeScope();
        var x = ones(2, requires_grad: true);
        var w = ones(2, requires_grad: true);
        autograd.backward([x * w * 3], [tensor(new[] { 1f, 10f })], inputs: [x]);
        TensorAssert.HasElements([3, 30], x.grad);
        Assert.IsNull(w.grad);
    }

    [TestMethod]
    public void Backward_Twice_NeedsRetainGraph()
    {
        using var scope = NewDisposeScope();
        var x = ones(2, requires_grad: true);
        var y = (x * x).sum();
        autograd.backward(y, retain_graph: true);
        y.backward();
        TensorAssert.HasElements([4, 4], x.grad);
        Assert.ThrowsExactly<ExternalException>(() => y.backward());
    }

    [TestMethod]
    public void Grad_CanBeSetAndTakenAway()
    {
        using var scope = NewDisposeScope();
        var x = ones(2, requires_grad: true);
        x.grad = tensor(new[] { 4f, 5f });
        TensorAssert.HasElements([4, 5], x.grad);
        x.grad = null;
        Assert.IsNull(x.grad);
    }

    [TestMethod]
    public void Detach_CutsTheGraph()
    {
        using var scope = NewDisposeScope();
        var x = ones(2, requires_grad: true);
        Assert.IsFalse((x * 2).detach().requires_grad);
        Assert.IsTrue((x * 2).requires_grad);
    }

    [TestMethod]
    public void NoGrad_HoldsForItsScope()
    {
        using var scope = NewDisposeScope();
        var x = ones(2, requires_grad: true);
        using (no_grad())
        {
            Assert.IsFalse(is_grad_enabled());
            Assert.IsFalse((x * 2).requires_grad);
            using (enable_grad()) Assert.IsTrue((x * 2).requires_grad);
            Assert.IsFalse(is_grad_enabled());
        }
        Assert.IsTrue(is_grad_enabled());
        using (set_grad_enabled(false)) Assert.IsFalse(is_grad_enabled());
    }

    [TestMethod]
    public void NoGrad_IsNotSeenByOtherThreads()
    {
        using var off = no_grad();
        bool seen = false;
        var thread = new Thread(() => seen = is_grad_enabled());
        thread.Start();
        thread.Join();
        Assert.IsTrue(seen);
    }

    [TestMethod]
    public void TwoThreads_ComputeGradientsAtOnce()
    {
        var results = new float[4];
        Parallel.For(0, results.Length, i =>
        {
            using var scope = NewDisposeScope();
            var x = full(1000, i + 1.0, requires_grad: true);
            for (int step = 0; step < 20; step++) (x * x).sum().backward();
            results[i] = x.grad![0].item<float>();
        });
        Assert.AreSequenceEqual([40f, 80, 120, 160], results);
    }
}
