using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Scopes;

[TestClass]
public sealed class TensorLifetimeTests
{
    [TestMethod]
    public void Use_AfterDispose_ThrowsInvalidOperation()
    {
        var tensor = ones(2);
        tensor.Dispose();
        tensor.Dispose();
        var e = Assert.ThrowsExactly<InvalidOperationException>(() => tensor.add(1));
        Assert.Contains("empty handle", e.Message);
        Assert.ThrowsExactly<InvalidOperationException>(() => tensor.shape);
    }

    [TestMethod]
    public void InPlace_ReturnsTheSameObject()
    {
        using var tensor = ones(2);
        Assert.AreSame(tensor, tensor.add_(1));
        Assert.AreSame(tensor, tensor.mul_(3).sub_(1));
        TensorAssert.HasElements([5, 5], tensor);
    }

    [TestMethod]
    public void Alias_SharesTheElements()
    {
        using var tensor = ones(2);
        using var alias = tensor.alias();
        Assert.AreNotSame(tensor, alias);
        alias.fill_(5);
        TensorAssert.HasElements([5, 5], tensor);
    }

    [TestMethod]
    [DoNotParallelize]
    public void Finalizer_ReleasesForgottenTensors()
    {
        Settle();
        var before = Tensor.TotalCount;
        Forget(50);
        Settle();
        Assert.IsLessThan(before + 50, Tensor.TotalCount);
    }

    [TestMethod]
    public void FromArray_KeepsTheArrayAliveAndShared()
    {
        var array = new float[] { 1, 2, 3 };
        using var tensor = from_array(array);
        array[1] = 7;
        GC.Collect();
        TensorAssert.HasElements([1, 7, 3], tensor);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(int count)
    {
        for (int i = 0; i < count; i++) ones(2);
    }

    private static void Settle()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }
}
