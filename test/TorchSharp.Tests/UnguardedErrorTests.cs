using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

/// <summary>Errors that end the process in the original, where its native entries are not guarded; compiled with the subset only.</summary>
[TestClass]
public sealed class UnguardedErrorTests
{
    [TestMethod]
    public void Matmul_OfShapesThatDoNotFit_Throws()
    {
        using var matrix = ones(2, 3);
        var e = Assert.ThrowsExactly<ExternalException>(() => matrix.matmul(matrix));
        Assert.AreEqual("mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)", e.Message);
    }

    [TestMethod]
    public void Grad_OfAnUnusedInput_ThrowsUnlessAllowed()
    {
        using var scope = NewDisposeScope();
        var x = tensor(2f, requires_grad: true);
        var other = tensor(2f, requires_grad: true);
        Assert.ThrowsExactly<ExternalException>(() => autograd.grad([x * 2], [other]));
        Assert.IsNull(autograd.grad([x * 2], [other], allow_unused: true)[0]);
    }
}
