using static TorchSharp.torch;

namespace TorchSharp.Tests.Scopes;

[TestClass]
public sealed class DisposeScopeTests
{
    [TestMethod]
    public void Dispose_EndsAllTensorsMadeInIt()
    {
        Tensor inside;
        using (NewDisposeScope())
        {
            inside = ones(2) + 1;
            Assert.IsFalse(inside.IsInvalid);
        }
        Assert.IsTrue(inside.IsInvalid);
    }

    [TestMethod]
    public void MoveToOuter_LeavesTheTensorInTheScopeAround()
    {
        Tensor moved, left;
        using (NewDisposeScope())
        {
            using (NewDisposeScope())
            {
                moved = ones(2).MoveToOuterDisposeScope();
                left = ones(2);
            }
            Assert.IsFalse(moved.IsInvalid);
            Assert.IsTrue(left.IsInvalid);
        }
        Assert.IsTrue(moved.IsInvalid);
    }

    [TestMethod]
    public void MoveToOuter_WithoutOuterScope_Detaches()
    {
        Tensor kept;
        using (var scope = NewDisposeScope()) kept = scope.MoveToOuter(ones(2));
        Assert.IsFalse(kept.IsInvalid);
        kept.Dispose();
    }

    [TestMethod]
    public void MoveToOuter_OfPairAndTriple_ReturnsThem()
    {
        using var outer = NewDisposeScope();
        Tensor a, b, c;
        using (var inner = NewDisposeScope())
        {
            (a, b) = inner.MoveToOuter(ones(1), ones(2));
            (_, _, c) = inner.MoveToOuter(ones(3), ones(4), ones(5));
        }
        TensorAssert.HasShape([1], a);
        TensorAssert.HasShape([2], b);
        TensorAssert.HasShape([5], c);
        Assert.AreEqual(5, outer.DisposablesCount);
    }

    [TestMethod]
    public void Detach_TakesOutOfAllScopes()
    {
        Tensor kept;
        using (NewDisposeScope())
        using (NewDisposeScope())
            kept = ones(2).DetachFromDisposeScope();
        Assert.IsFalse(kept.IsInvalid);
        kept.Dispose();
    }

    [TestMethod]
    public void DisposeEverythingBut_KeepsWhatIsNamed()
    {
        using var scope = NewDisposeScope();
        var a = ones(2);
        var b = ones(2);
        var kept = scope.DisposeEverythingBut(ones(2));
        Assert.IsTrue(a.IsInvalid);
        Assert.IsTrue(b.IsInvalid);
        Assert.IsFalse(kept.IsInvalid);
        Assert.AreEqual(1, scope.DisposablesCount);
        Assert.IsTrue(scope.Contains(kept));
    }

    [TestMethod]
    public void Dispose_OfATensor_TakesItOutOfItsScope()
    {
        using var scope = NewDisposeScope();
        var tensor = ones(2);
        Assert.AreEqual(1, scope.DisposablesCount);
        tensor.Dispose();
        Assert.AreEqual(0, scope.DisposablesCount);
    }

    [TestMethod]
    public void Dispose_OfTheOuterScopeFirst_LeavesTheInnerOneWorking()
    {
        var outer = NewDisposeScope();
        var inner = NewDisposeScope();
        outer.Dispose();
        var tensor = ones(2);
        Assert.IsTrue(inner.Contains(tensor));
        inner.Dispose();
        Assert.IsTrue(tensor.IsInvalid);
    }

    [TestMethod]
    public void Use_OfADisposedScope_Throws()
    {
        var scope = NewDisposeScope();
        scope.Dispose();
        scope.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => scope.MoveToOuter(ones(1)));
    }

    [TestMethod]
    public void Scopes_OfOneThread_DoNotSeeTensorsOfAnother()
    {
        using var scope = NewDisposeScope();
        Tensor? made = null;
        var thread = new Thread(() => made = ones(2));
        thread.Start();
        thread.Join();
        Assert.AreEqual(0, scope.DisposablesCount);
        Assert.IsFalse(made!.IsInvalid);
        made.Dispose();
    }

    [TestMethod]
    public void Parameter_TakesTheTensorsPlaceInTheScope()
    {
        using var scope = NewDisposeScope();
        var data = ones(2);
        var parameter = nn.Parameter(data);
        Assert.IsTrue(data.IsInvalid);
        Assert.AreEqual(1, scope.DisposablesCount);
        Assert.IsTrue(scope.Contains(parameter));
        Assert.IsTrue(parameter.requires_grad);
    }

    [TestMethod]
    public void Layers_AndOptimizerStates_OutliveTheScopeTheyWereMadeIn()
    {
        TorchSharp.Modules.Conv2d conv;
        TorchSharp.Modules.BatchNorm2d norm;
        using (NewDisposeScope())
        {
            conv = nn.Conv2d(1, 1, 1);
            norm = nn.BatchNorm2d(1);
        }
        using (conv)
        using (norm)
        {
            Assert.IsFalse(conv.weight.IsInvalid);
            Assert.IsFalse(conv.bias!.IsInvalid);
            Assert.IsFalse(norm.running_mean!.IsInvalid);
            using var scope = NewDisposeScope();
            TensorAssert.HasShape([2, 1, 4, 4], norm.call(conv.call(ones(2, 1, 4, 4))));
        }
    }

    [TestMethod]
    public void Statistics_CountTheThreadsTensors()
    {
        var counts = DisposeScopeManager.Statistics;
        counts.Reset();
        using (NewDisposeScope())
        {
            var a = ones(1);
            var b = ones(1).DetachFromDisposeScope();
            Assert.AreEqual(2L, counts.CreatedInScopeCount);
            Assert.AreEqual(1L, counts.DetachedFromScopeCount);
            Assert.AreEqual(2L, counts.ThreadTotalLiveCount);
            b.Dispose();
        }
        Assert.AreEqual(1L, counts.DisposedInScopeCount);
        Assert.AreEqual(0L, counts.ThreadTotalLiveCount);
    }
}
