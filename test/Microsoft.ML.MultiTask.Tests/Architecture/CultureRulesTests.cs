namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Text of the packages, log lines and errors among it, has decimal points whatever the culture.</summary>
[TestClass]
public sealed class CultureRulesTests
{
    [TestMethod]
    public void Packages_WriteNoNumberInTheUsersCulture()
    {
        var found = CultureRules.OfTheUser(Arrows.Packages);
        Assert.IsEmpty(found, string.Join("\n", found));
    }

    [TestMethod]
    [DataRow("string M(double x) => $\"a loss of {x:F3}\";", true, DisplayName = "text")]
    [DataRow("string M(float? x) => $\"{x}\";", true, DisplayName = "number or null")]
    [DataRow("string M(decimal x) => x.ToString();", true, DisplayName = "ToString")]
    [DataRow("string M(double x) => x.ToString(\"F3\");", true, DisplayName = "ToString with a format")]
    [DataRow("string M(double x) => \"a loss of \" + x;", true, DisplayName = "sum")]
    [DataRow("string M(double x) => FormattableString.Invariant($\"{x}\");", false, DisplayName = "Invariant")]
    [DataRow("string M(double x) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $\"{x}\");", false, DisplayName = "string.Create")]
    [DataRow("string M(double x) => x.ToString(\"F3\", System.Globalization.CultureInfo.InvariantCulture);", false, DisplayName = "ToString with a culture")]
    [DataRow("string M(int n, string s) => $\"{n} {s}\" + n + s;", false, DisplayName = "whole numbers")]
    public void OfTheUser_NamesFileAndLine(string member, bool named)
    {
        var found = CultureRules.OfTheUser(Arrows.Compile([new SourceFile("A.cs", $"class A\n{{\n{member}\n}}")]));
        Assert.HasCount(named ? 1 : 0, found);
        if (named) Assert.StartsWith("A.cs, line 3: ", found[0]);
    }
}
