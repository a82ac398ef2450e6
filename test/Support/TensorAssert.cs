using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Compares tensors and says where they differ.</summary>
internal static class TensorAssert
{
    /// <summary>Fails where any |actual - expected| is more than atol + rtol * |expected|.</summary>
    internal static void AreClose(Tensor expected, Tensor actual, double rtol, double atol)
    {
        using var scope = NewDisposeScope();
        Assert.AreSequenceEqual(expected.shape, actual.shape, $"Shapes differ: expected [{string.Join(", ", expected.shape)}], actual [{string.Join(", ", actual.shape)}].");
        var e = expected.detach().to(ScalarType.Float64).reshape(-1).data<double>().ToArray();
        var a = actual.detach().to(ScalarType.Float64).reshape(-1).data<double>().ToArray();
        int worst = -1;
        double excess = 0;
        for (int i = 0; i < e.Length; i++)
        {
            double difference = Math.Abs(a[i] - e[i]) - atol - rtol * Math.Abs(e[i]);
            if (difference > excess || double.IsNaN(a[i]) != double.IsNaN(e[i]))
                (worst, excess) = (i, difference);
        }
        if (worst >= 0)
            Assert.Fail($"Shape [{string.Join(", ", expected.shape)}], flat index {worst}: expected {e[worst]:R}, actual {a[worst]:R}.");
    }

    /// <summary>Fails where two networks' weights or buffers differ in any bit.</summary>
    internal static void AreIdentical(nn.Module expected, nn.Module actual)
    {
        using var scope = NewDisposeScope();                                                   // keeps what the bytes belong to
        var (e, a) = (expected.state_dict(), actual.state_dict());
        Assert.AreSequenceEqual(e.Keys.ToArray(), a.Keys.ToArray());
        foreach (var (name, tensor) in e)
            Assert.IsTrue(AreEqual(tensor, a[name]), $"'{name}' differs.");
    }

    /// <summary>Fails where two tensors of one type differ in shape or in any bit.</summary>
    internal static void AreIdentical(Tensor expected, Tensor actual)
    {
        Assert.AreSequenceEqual(expected.shape, actual.shape);
        Assert.IsTrue(AreEqual(expected, actual), "Two tensors differ.");
    }

    /// <summary>Whether two tensors of one type and shape are the same in every bit.</summary>
    internal static bool AreEqual(Tensor one, Tensor other)
    {
        using var scope = NewDisposeScope();                                                   // keeps what the bytes belong to
        return one.contiguous().bytes.SequenceEqual(other.contiguous().bytes);
    }
}
