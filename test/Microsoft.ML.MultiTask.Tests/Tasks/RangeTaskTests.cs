namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class RangeTaskTests
{
    [TestMethod]
    public void Class_InTheDocs_IsTheOneThatCompiles() =>
        Assert.AreSequenceEqual(Class("RangeTask.cs", "internal sealed class RangeTask"), Class("tasks.md", "sealed class RangeTask"));

    /// <summary>The lines after the declaration, to the closing brace.</summary>
    private static string[] Class(string resource, string declaration)
    {
        using var reader = new StreamReader(typeof(RangeTaskTests).Assembly.GetManifestResourceStream(resource)!);
        string[] lines = [.. reader.ReadToEnd().Split('\n').Select(line => line.TrimEnd())
            .SkipWhile(line => !line.StartsWith(declaration, StringComparison.Ordinal)).Skip(1).TakeWhile(line => line != "}")];
        Assert.IsGreaterThan(10, lines.Length);
        return lines;
    }
}
