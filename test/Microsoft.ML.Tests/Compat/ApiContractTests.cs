using System.Reflection;
using Microsoft.ML.Data;
using Microsoft.ML.MultiTask.Contracts;

namespace Microsoft.ML.Tests;

/// <summary>Holds the subsets against the lists of the packages' public API; compiled with the subsets only.</summary>
[TestClass]
public sealed class ApiContractTests
{
    public static IEnumerable<TestDataRow<(string List, Assembly Assembly)>> Subsets =>
    [
        new(("Microsoft.ML-5.0.0.txt.gz", typeof(MLContext).Assembly)),
        new(("Microsoft.ML.ImageAnalytics-5.0.0.txt.gz", typeof(MLImage).Assembly)),
    ];

    [TestMethod]
    [DynamicData(nameof(Subsets))]
    public void PublicApi_OfTheSubset_IsInTheOriginal(string list, Assembly assembly) =>
        Assert.IsEmpty(ApiSurface.MissingFrom(list, assembly));
}
