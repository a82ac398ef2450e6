using static TorchSharp.torch;

namespace TorchSharp.Tests.Tensors;

[TestClass]
public sealed class OperatorTests
{
    private static Tensor V(params float[] values) => tensor(values);

    [TestMethod]
    public void Arithmetic_WithTensorsAndNumbers()
    {
        using var scope = NewDisposeScope();
        Tensor a = V(1, 2, 4), b = V(2, 2, 8);
        TensorAssert.HasElements([3, 4, 12], a + b);
        TensorAssert.HasElements([-1, 0, -4], a - b);
        TensorAssert.HasElements([2, 4, 32], a * b);
        TensorAssert.HasElements([0.5, 1, 0.5], a / b);
        TensorAssert.HasElements([2, 3, 5], 1 + a);
        TensorAssert.HasElements([9, 8, 6], 10.0 - a);
        TensorAssert.HasElements([4, 2, 1], 4f / a);
        TensorAssert.HasElements([1, 0, 0], a % 2);
        TensorAssert.HasElements([-1, -2, -4], -a);
        TensorAssert.HasElements([5, 6, 20], a.add(b, 2));
        TensorAssert.HasElements([1, 4, 16], a.pow(2));
        TensorAssert.HasElements([0, 1, 2], V(1, 3, 5).div(2, RoundingMode.floor));
        TensorAssert.HasElements([2, 3.5, 8], a.addcdiv(V(1, 3, 8), V(1, 2, 2)));
        TensorAssert.HasElements([3, 6, 20], a.addcmul(a, b, 1).sub(0).clone().addcmul_(V(0, 0, 0), b, 1).sub_(V(0, 0, 16)));
    }

    [TestMethod]
    public void Arithmetic_PromotesTypes()
    {
        using var scope = NewDisposeScope();
        var whole = tensor(new[] { 1, 2 });
        Assert.AreEqual(ScalarType.Float32, (whole * 0.5).dtype);
        Assert.AreEqual(ScalarType.Int32, (whole * 2).dtype);
        Assert.AreEqual(ScalarType.Float32, (whole / 2).dtype);
        Assert.AreEqual(ScalarType.Float64, (whole + tensor(new[] { 1.0, 2.0 })).dtype);
    }

    [TestMethod]
    public void Comparisons_AreElementWise()
    {
        using var scope = NewDisposeScope();
        Tensor a = V(1, 2, 3), b = V(3, 2, 1);
        TensorAssert.HasElements([0, 1, 0], a.eq(b));
        TensorAssert.HasElements([0, 1, 0], a.equal(b));
        TensorAssert.HasElements([0, 1, 0], torch.equal(a, b));
        TensorAssert.HasElements([1, 0, 1], a.ne(b));
        TensorAssert.HasElements([1, 0, 0], a < b);
        TensorAssert.HasElements([1, 1, 0], a <= b);
        TensorAssert.HasElements([0, 0, 1], a > 2);
        TensorAssert.HasElements([0, 1, 1], a >= 2);
        Assert.IsTrue(a.allclose(V(1, 2, 3.0000001f)));
        Assert.IsTrue(a.Equals(V(1, 2, 3)));
        TensorAssert.HasElements([0, 0, 1], (a > 2) & (a > 1));
        TensorAssert.HasElements([1, 1, 0], ~(a > 2));
    }

    [TestMethod]
    public void Pointwise_Functions()
    {
        using var scope = NewDisposeScope();
        TensorAssert.HasElements([1, Math.E], V(0, 1).exp());
        TensorAssert.HasElements([0, 1], V(1, (float)Math.E).log());
        TensorAssert.HasElements([2, 3], V(4, 9).sqrt());
        TensorAssert.HasElements([1, 2], V(-1, 2).abs());
        TensorAssert.HasElements([-1, 0, 1], V(-3, 0, 5).sign());
        TensorAssert.HasElements([-2, 2], V(-1.5f, 1.5f).round());
        TensorAssert.HasElements([-2, 1], V(-1.5f, 1.5f).floor());
        TensorAssert.HasElements([0, 0.5, 1], V(-1, 0.5f, 3).clamp(0, 1));
        TensorAssert.HasElements([-1, 0.5], V(-1, 3).clamp(max: 0.5));
        TensorAssert.HasElements([0.5, Math.Tanh(1)], cat([V(0).sigmoid(), V(1).tanh()]));
        TensorAssert.HasElements([0, 1, 0], V(1, float.NaN, 2).isnan());
        TensorAssert.HasElements([1, 0, 0], stack([V(1), V(float.NaN), V(float.PositiveInfinity)]).isfinite());
        TensorAssert.HasElements([9, 1], V(float.NaN, 1).nan_to_num(9));
        TensorAssert.HasElements([1, 9], where(tensor(new[] { true, false }), V(1, 2), V(8, 9)));
        TensorAssert.HasElements([0, 2], V(1, 2).masked_fill(tensor(new[] { true, false }), 0));
        TensorAssert.HasElements([1, 2.5], V(1, 2).lerp(V(1, 3), V(0.5f, 0.5f)));
        TensorAssert.HasElements([3, 4], maximum(V(3, 1), V(2, 4)));
    }

    [TestMethod]
    public void Reductions()
    {
        using var scope = NewDisposeScope();
        var m = tensor(new float[,] { { 1, 5, 3 }, { 4, 2, 6 } });
        Assert.AreEqual(21f, m.sum().item<float>());
        TensorAssert.HasElements([5, 7, 9], m.sum(dim: 0));
        TensorAssert.HasShape([2, 1], m.sum(1, keepdim: true));
        TensorAssert.HasElements([3, 4], m.mean(new long[] { 1 }));
        Assert.AreEqual(3.5f, m.mean().item<float>());
        Assert.AreEqual(Math.Sqrt(3.5), m.std().item<float>(), 1e-6);
        Assert.AreEqual(35.0 / 12, m.var(new long[] { 0, 1 }, unbiased: false).item<float>(), 1e-6);
        var (values, indices) = m.max(1);
        TensorAssert.HasElements([5, 6], values);
        TensorAssert.HasElements([1, 2], indices);
        TensorAssert.HasElements([1, 2], m.min(1).Item1);
        Assert.AreEqual(6f, m.max().item<float>());
        TensorAssert.HasElements([1, 0, 1], m.argmax(0));
        Assert.AreEqual(0L, m.argmin().item<long>());
        TensorAssert.HasElements([5, 6], m.amax(new long[] { 1 }));
        TensorAssert.HasElements([1, 2, 3], m.amin(new long[] { 0 }));
        Assert.AreEqual(720f, m.prod().item<float>());
        TensorAssert.HasElements([1, 6, 9, 4, 6, 12], m.cumsum(1));
        Assert.AreEqual(Math.Sqrt(91), m.norm().item<float>(), 1e-5);
        TensorAssert.HasElements([Math.Log(Math.Exp(1) + Math.Exp(5) + Math.Exp(3)), 6.1429317], m.logsumexp(1), 1e-5);
        TensorAssert.HasElements([1, 1], m.softmax(1).sum(dim: 1));
        TensorAssert.AreClose(m.softmax(1).log(), m.log_softmax(1), 1e-5);
        Assert.IsTrue((bool)(m > 0).all());
        Assert.IsFalse((bool)(m > 9).any());
        Assert.AreEqual(2L, m.count_nonzero(new long[] { 0 })[0].item<long>());
    }

    [TestMethod]
    public void Sorting_AndCounting()
    {
        using var scope = NewDisposeScope();
        var v = V(3, 1, 2, 1);
        var (sorted, order) = v.sort(descending: true);
        TensorAssert.HasElements([3, 2, 1, 1], sorted);
        Assert.AreEqual(0L, order[0].item<long>());
        TensorAssert.HasElements([3, 2], v.topk(2).Item1);
        var (distinct, inverse, counts) = v.unique(return_inverse: true, return_counts: true);
        TensorAssert.HasElements([1, 2, 3], distinct);
        TensorAssert.HasElements([2, 0, 1, 0], inverse);
        TensorAssert.HasElements([2, 1, 1], counts);
        TensorAssert.HasElements([0, 2, 1], bincount(tensor(new long[] { 1, 2, 1 })));
        TensorAssert.HasElements([1, 0, 3, 0], bincount(tensor(new long[] { 0, 2 }), tensor(new[] { 1.0, 3.0 }), minlength: 4));
    }

    [TestMethod]
    public void LinearAlgebra()
    {
        using var scope = NewDisposeScope();
        var m = tensor(new float[,] { { 1, 2 }, { 3, 4 } });
        TensorAssert.HasElements([7, 10, 15, 22], m.matmul(m));
        TensorAssert.HasElements([5, 11], m.matmul(V(1, 2)));
        TensorAssert.HasElements([7, 10, 15, 22], m.mm(m));
        TensorAssert.HasElements([7, 10, 15, 22], m.unsqueeze(0).bmm(m.unsqueeze(0)));
        Assert.AreEqual(11f, V(1, 2).dot(V(3, 4)).item<float>());
        TensorAssert.HasElements([3, 4, 6, 8], V(1, 2).outer(V(3, 4)));
        TensorAssert.HasElements([5, 11], einsum("ij,j->i", m, V(1, 2)));
        Assert.AreEqual(-2f, linalg.det(m).item<float>(), 1e-5f);
        TensorAssert.HasElements([-2, 1, 1.5, -0.5], linalg.inv(m), 1e-5);
        TensorAssert.HasElements([0, 0.5], linalg.solve(m, V(1, 2).unsqueeze(1)), 1e-5);
        Assert.AreEqual(Math.Sqrt(30), linalg.norm(m).item<float>(), 1e-5);
        TensorAssert.HasElements([0, 5], linalg.eigvalsh(tensor(new[,] { { 1.0, 2 }, { 2, 4 } })));
    }
}
