using static TorchSharp.torch;

namespace TorchSharp.Tests.Tensors;

[TestClass]
public sealed class ShapeAndIndexTests
{
    private static Tensor Cube() => arange(24).reshape(2, 3, 4);

    [TestMethod]
    public void Shapes_Change()
    {
        using var scope = NewDisposeScope();
        var cube = Cube();
        TensorAssert.HasShape([6, 4], cube.view(-1, 4));
        TensorAssert.HasShape([4, 3, 2], cube.permute(2, 1, 0));
        TensorAssert.HasShape([3, 2, 4], cube.transpose(0, 1));
        TensorAssert.HasShape([2, 12], cube.flatten(1));
        TensorAssert.HasShape([24], cube.flatten());
        TensorAssert.HasShape([1, 2, 3, 4], cube.unsqueeze(0));
        TensorAssert.HasShape([2, 3, 4], cube.unsqueeze(-1).squeeze(-1));
        TensorAssert.HasShape([5, 2], ones(1, 2).expand(5, 2));
        TensorAssert.HasShape([2, 6, 4], cube.repeat(1, 2, 1));
        TensorAssert.HasElements([0, 0, 1, 1], arange(2).repeat_interleave(2));
        TensorAssert.HasElements([2, 1, 0], arange(3).flip(0));
        TensorAssert.HasElements([2, 0, 1], arange(3).roll(1));
        TensorAssert.HasElements([0, 0, 3, 4], arange(9).reshape(3, 3).tril()[..2, ..2]);
        TensorAssert.HasElements([0, 1, 0, 4], arange(9).reshape(3, 3).triu()[..2, ..2]);
        Assert.IsFalse(cube.transpose(0, 1).is_contiguous());
        Assert.IsTrue(cube.transpose(0, 1).contiguous().is_contiguous());
    }

    [TestMethod]
    public void Views_ShareAndClonesDoNot()
    {
        using var scope = NewDisposeScope();
        var source = zeros(4);
        var clone = source.clone();
        source.view(2, 2)[1, 1] = tensor(5f);
        source.narrow(0, 0, 1).fill_(3);
        TensorAssert.HasElements([3, 0, 0, 5], source);
        TensorAssert.HasElements([0, 0, 0, 0], clone);
    }

    [TestMethod]
    public void Joining_AndSplitting()
    {
        using var scope = NewDisposeScope();
        var cube = Cube();
        TensorAssert.HasShape([4, 3, 4], cat([cube, cube]));
        TensorAssert.HasShape([2, 3, 2, 4], stack([cube, cube], dim: 2));
        Assert.HasCount(2, cube.chunk(2, 1));
        var parts = cube.split(new long[] { 1, 2 }, 1);
        TensorAssert.HasShape([2, 1, 4], parts[0]);
        TensorAssert.HasShape([2, 2, 4], parts[1]);
        Assert.HasCount(3, cube.unbind(1));
        TensorAssert.HasShape([3, 4], cube.unbind(0)[0]);
    }

    [TestMethod]
    public void Index_ByNumbersAndRanges()
    {
        using var scope = NewDisposeScope();
        var cube = Cube();
        TensorAssert.HasShape([3, 4], cube[1]);
        Assert.AreEqual(23L, cube[1, 2, 3].item<long>());
        Assert.AreEqual(23L, cube[-1, -1, -1].item<long>());
        TensorAssert.HasElements([4, 5, 6, 7], cube[0, 1]);
        TensorAssert.HasElements([1, 5, 9], cube[0, .., 1]);
        TensorAssert.HasElements([4, 8], cube[0, 1.., 0]);
        TensorAssert.HasElements([3, 7, 11, 15, 19, 23], cube[TensorIndex.Ellipsis, -1]);
        TensorAssert.HasShape([2, 1, 3, 4], cube[TensorIndex.Colon, TensorIndex.None]);
        TensorAssert.HasElements([0, 2], cube[0, 0, TensorIndex.Slice(step: 2)]);
        TensorAssert.HasElements([20, 21], cube[1, 2, ..2]);
    }

    [TestMethod]
    public void Index_ByTensors()
    {
        using var scope = NewDisposeScope();
        var cube = Cube();
        TensorAssert.HasElements([0, 8], cube[0][tensor(new long[] { 0, 2 })][TensorIndex.Colon, 0]);
        TensorAssert.HasElements(
            [5, 19], cube.index(tensor(new long[] { 0, 1 }), tensor(new long[] { 1, 1 }), tensor(new long[] { 1, 3 })));
        TensorAssert.HasElements([22, 23], cube[cube > 21]);
        TensorAssert.HasElements([0, 12], cube[TensorIndex.Colon, TensorIndex.Tensor(tensor(new long[] { 0 })), 0]);
        var mask = tensor(new[] { true, false, true });
        TensorAssert.HasElements([12, 20], cube[1, TensorIndex.Tensor(mask), 0]);
    }

    [TestMethod]
    public void Index_Assigns()
    {
        using var scope = NewDisposeScope();
        var m = zeros(2, 3);
        m[0, 1] = tensor(5f);
        m[1] = tensor(new float[] { 7, 8, 9 });
        TensorAssert.HasElements([0, 5, 0, 7, 8, 9], m);
        m[.., 2] = tensor(1f);
        TensorAssert.HasElements([0, 5, 1, 7, 8, 1], m);
        m[m > 4] = tensor(0f);
        TensorAssert.HasElements([0, 0, 1, 0, 0, 1], m);
        m.index_put_(tensor(new[] { 2f, 3f }), [tensor(new long[] { 0, 0 }), tensor(new long[] { 1, 1 })], accumulate: true);
        TensorAssert.HasElements([0, 5, 1, 0, 0, 1], m);
    }

    [TestMethod]
    public void Gathering_AndScattering()
    {
        using var scope = NewDisposeScope();
        var m = tensor(new float[,] { { 1, 2 }, { 3, 4 } });
        var index = tensor(new long[,] { { 1, 0 }, { 0, 0 } });
        TensorAssert.HasElements([2, 1, 3, 3], m.gather(1, index));
        TensorAssert.HasElements([2, 1, 7, 0], zeros(2, 2).scatter_add(1, index, m));
        TensorAssert.HasElements([3, 4], m.index_select(0, tensor(new long[] { 1 })));
        TensorAssert.HasElements([2, 4], m.select(1, 1));
        TensorAssert.HasElements([3, 4], m.masked_select(m > 2));
        TensorAssert.HasElements([0, 1, 1, 0, 1, 1], (m > 1).nonzero());
        var destination = zeros(2, 2);
        destination.index_copy_(0, tensor(new long[] { 1 }), ones(1, 2));
        TensorAssert.HasElements([0, 0, 1, 1], destination);
    }
}
