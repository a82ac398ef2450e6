using static TorchSharp.torch;

namespace TorchSharp.Tests;

/// <summary>Compares tensors with known numbers and says where they differ.</summary>
internal static class TensorAssert
{
    /// <summary>Fails where the elements, in order, are not the expected ones; NaN equals NaN.</summary>
    public static void HasElements(double[] expected, Tensor? actual, double delta = 1e-6)
    {
        Assert.IsNotNull(actual);
        using var scope = NewDisposeScope();
        var found = actual.detach().to(ScalarType.Float64).reshape(-1).data<double>().ToArray();
        Assert.HasCount(expected.Length, found, $"[{string.Join(", ", actual.shape)}]");
        for (int i = 0; i < found.Length; i++)
            if (!(Math.Abs(found[i] - expected[i]) <= delta) && !found[i].Equals(expected[i]))
                Assert.Fail($"Shape [{string.Join(", ", actual.shape)}], element {i}: expected {expected[i]:R}, actual {found[i]:R}.");
    }

    public static void HasShape(long[] expected, Tensor? actual)
    {
        Assert.IsNotNull(actual);
        Assert.AreSequenceEqual(expected, actual.shape);
    }

    public static void AreClose(Tensor expected, Tensor actual, double delta = 1e-6)
    {
        HasShape(expected.shape, actual);
        using var scope = NewDisposeScope();
        HasElements(expected.detach().to(ScalarType.Float64).reshape(-1).data<double>().ToArray(), actual, delta);
    }
}
