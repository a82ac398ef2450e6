using static TorchSharp.torch;

namespace TorchSharp.Tests.Tensors;

[TestClass]
public sealed class CreationTests
{
    [TestMethod]
    public void Constants_HaveShapeTypeAndValue()
    {
        using var scope = NewDisposeScope();
        TensorAssert.HasElements([0, 0, 0, 0, 0, 0], zeros(2, 3));
        TensorAssert.HasElements([1, 1], ones(2, dtype: ScalarType.Int64));
        TensorAssert.HasElements([2.5, 2.5], full(2, 2.5));
        TensorAssert.HasShape([1, 2, 3, 4], empty(1, 2, 3, 4));
        TensorAssert.HasShape([5, 6], zeros(new long[] { 5, 6 }, ScalarType.Byte));
        TensorAssert.HasElements([1, 0, 0, 1], eye(2));
        Assert.AreEqual(ScalarType.Float32, zeros(1).dtype);
        Assert.AreEqual(ScalarType.Int64, full(1, 3).dtype);
        Assert.IsTrue(ones(1, requires_grad: true).requires_grad);
    }

    [TestMethod]
    public void Arange_OfWholeNumbers_IsInt64()
    {
        using var scope = NewDisposeScope();
        TensorAssert.HasElements([0, 1, 2, 3], arange(4));
        TensorAssert.HasElements([1, 3, 5], arange(1, 6, 2));
        TensorAssert.HasElements([0, 0.5, 1, 1.5], arange(0, 2, 0.5));
        Assert.AreEqual(ScalarType.Int64, arange(4).dtype);
        Assert.AreEqual(ScalarType.Float32, arange(0, 2, 0.5).dtype);
        TensorAssert.HasElements([0, 0.25, 0.5, 0.75, 1], linspace(0, 1, 5));
    }

    [TestMethod]
    public void Tensor_OfNumbers_TakesTheirType()
    {
        using var scope = NewDisposeScope();
        Assert.AreEqual(ScalarType.Int32, tensor(3).dtype);
        Assert.AreEqual(ScalarType.Int64, tensor(3L).dtype);
        Assert.AreEqual(ScalarType.Float32, tensor(3f).dtype);
        Assert.AreEqual(ScalarType.Float64, tensor(new[] { 1.0, 2.0 }).dtype);
        Assert.AreEqual(ScalarType.Bool, tensor(true).dtype);
        TensorAssert.HasShape([2, 3], tensor(new float[,] { { 1, 2, 3 }, { 4, 5, 6 } }));
        Assert.AreEqual(ScalarType.Float32, tensor(new[] { 1, 2 }, ScalarType.Float32).dtype);
    }

    [TestMethod]
    public void Tensor_OfAnArray_CopiesIt()
    {
        var array = new float[] { 1, 2 };
        using var copy = tensor(array);
        array[0] = 9;
        TensorAssert.HasElements([1, 2], copy);
    }

    [TestMethod]
    public void FromBuffer_SharesAPartOfTheArray()
    {
        var array = new int[] { 1, 2, 3, 4 };
        using var part = frombuffer(array, ScalarType.Int32, count: 2, offset: 1);
        array[2] = 9;
        TensorAssert.HasElements([2, 9], part);
        Assert.ThrowsExactly<ArgumentException>(() => frombuffer(array, ScalarType.Int32, offset: 4));
        Assert.ThrowsExactly<IndexOutOfRangeException>(() => frombuffer(array, ScalarType.Int32, count: 5));
    }

    [TestMethod]
    public void Like_TakesShapeTypeAndDeviceFromAnother()
    {
        using var scope = NewDisposeScope();
        var source = ones(2, 2, dtype: ScalarType.Float64);
        Assert.AreEqual(ScalarType.Float64, zeros_like(source).dtype);
        TensorAssert.HasElements([7, 7, 7, 7], source.full_like(7));
        Assert.AreEqual(ScalarType.Int32, source.ones_like(ScalarType.Int32).dtype);
        TensorAssert.HasShape([3], source.new_zeros(3));
    }

    [TestMethod]
    public void Generator_OfTheSameSeed_GivesTheSameNumbers()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(7);
        var first = rand(100, generator: generator);
        generator.manual_seed(7);
        TensorAssert.AreClose(first, rand(100, generator: generator), 0);
        Assert.AreEqual(7L, generator.initial_seed());

        var state = generator.get_state();
        var next = randn(10, generator: generator);
        generator.set_state(state);
        TensorAssert.AreClose(next, randn(10, generator: generator), 0);
    }

    [TestMethod]
    [DoNotParallelize]
    public void ManualSeed_RepeatsTheDefaultGenerator()
    {
        using var scope = NewDisposeScope();
        manual_seed(11);
        var first = randn(50);
        var whole = randint(0, 10, new long[] { 50 });
        manual_seed(11);
        TensorAssert.AreClose(first, randn(50), 0);
        TensorAssert.AreClose(whole, randint(0, 10, new long[] { 50 }), 0);
        Assert.AreEqual(11L, random.initial_seed());
    }

    [TestMethod]
    public void RandomFills_HaveTheirMoments()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        var uniform = empty(20_000).uniform_(2, 4, generator);
        Assert.AreEqual(3, uniform.mean().item<float>(), 0.02);
        Assert.IsGreaterThanOrEqualTo(2f, uniform.min().item<float>());
        var normal = empty(20_000).normal_(1, 2, generator);
        Assert.AreEqual(1, normal.mean().item<float>(), 0.05);
        Assert.AreEqual(2, normal.std().item<float>(), 0.05);
        TensorAssert.HasElements([0, 1, 2, 3, 4], randperm(5, generator: generator).sort().Item1);
    }
}
