namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Rules of the house that a compiler does not hold.</summary>
[TestClass]
public sealed class HouseRulesTests
{
    [TestMethod]
    [DynamicData(nameof(Folders))]
    public void Files_AreShort(string folder)
    {
        var files = SourceFile.AllOf(folder);
        Assert.IsNotEmpty(files);
        AssertNone(HouseRules.TooLong(files));
    }

    [TestMethod]
    [DataRow("Microsoft.ML.MultiTask")]
    [DataRow("Microsoft.ML.MultiTask.Streets")]
    [DataRow("Microsoft.ML.MultiTask.Reporting")]
    [DataRow("Microsoft.ML.MultiTask.Pretrained")]
    public void Types_AreInTheNamespaceOfTheirFolder(string package) =>
        AssertNone(HouseRules.InAnotherNamespace(package, SourceFile.AllOf(package), "Microsoft.ML.MultiTask", package));

    [TestMethod]
    public void Pointers_AreInKernelsOnly()
    {
        AssertNone(HouseRules.WithPointers(SourceFile.AllOf("Microsoft.ML.MultiTask").Where(file => Rooms.Of(file.Path) != "Kernels")));
        AssertNone(HouseRules.WithPointers(SourceFile.AllOf("Microsoft.ML.MultiTask.Streets")));
        AssertNone(HouseRules.WithPointers(SourceFile.AllOf("Microsoft.ML.MultiTask.Reporting")));
        AssertNone(HouseRules.WithPointers(SourceFile.AllOf("Microsoft.ML.MultiTask.Pretrained")));
    }

    [TestMethod]
    public void TooLong_WithOneLineMore_NamesTheFile()
    {
        var lines = string.Concat(Enumerable.Repeat("\n", HouseRules.LongestFile - 1));
        Assert.IsEmpty(HouseRules.TooLong([new SourceFile("A.cs", $"//{lines}//\n")]));
        Assert.AreSequenceEqual([$"A.cs: {HouseRules.LongestFile + 1} lines"], HouseRules.TooLong([new SourceFile("A.cs", $"//{lines}\n//\n")]));
    }

    [TestMethod]
    [DataRow("namespace P.Data; class A;", false, DisplayName = "internal, in the folder's")]
    [DataRow("namespace P; public class A;", false, DisplayName = "public, in the users'")]
    [DataRow("namespace P; public class B; class A;", false, DisplayName = "internal, beside a public type in the users'")]
    [DataRow("namespace P; class A;", true, DisplayName = "internal, in the users'")]
    [DataRow("namespace P.Images; public class A;", true, DisplayName = "public, in another folder's")]
    [DataRow("namespace P { delegate void A(); }", true, DisplayName = "delegate in a block")]
    [DataRow("class A;", true, DisplayName = "in none")]
    public void InAnotherNamespace_NamesTheType(string text, bool named)
    {
        var found = HouseRules.InAnotherNamespace("P", [new SourceFile("Data/A.cs", text)], "P");
        Assert.AreEqual(named, found.Length == 1);
        if (named)
            Assert.StartsWith("Data/A.cs: A is in '", found[0]);
    }

    [TestMethod]
    [DataRow("class A { unsafe int* P; }", true)]
    [DataRow("class A { void M() { unsafe { } } }", true)]
    [DataRow("using System.Runtime.InteropServices; class A { [DllImport(\"c\")] static extern int M(); }", true)]
    [DataRow("partial class A { [System.Runtime.InteropServices.LibraryImport(\"c\")] static partial int M(); }", true)]
    [DataRow("class A { /* unsafe */ string s = \"unsafe DllImport\"; }", false)]
    public void WithPointers_NamesTheFile(string text, bool named) =>
        Assert.AreSequenceEqual(named ? ["A.cs"] : Array.Empty<string>(), HouseRules.WithPointers([new SourceFile("A.cs", text)]));

    private static IEnumerable<string> Folders => [.. SourceFile.Packages, "test", "examples", "benchmarks"];

    private static void AssertNone(string[] found) => Assert.IsEmpty(found, string.Join("\n", found));
}
