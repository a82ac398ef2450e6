using Microsoft.ML.MultiTask.Contracts;

namespace TorchSharp.Tests;

/// <summary>Holds the subset against the list of TorchSharp 0.107's public API; compiled with the subset only.</summary>
[TestClass]
public sealed class ApiContractTests
{
    [TestMethod]
    public void PublicApi_OfTheSubset_IsInTheOriginal() =>
        Assert.IsEmpty(ApiSurface.MissingFrom("TorchSharp-0.107.txt.gz", typeof(torch).Assembly));
}
