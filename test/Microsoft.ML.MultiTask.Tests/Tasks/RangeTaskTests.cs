namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class RangeTaskTests
{
    [TestMethod]
    [DataRow("RangeTask")]
    [DataRow("NormalsTask")]
    public void Class_InTheDocs_IsTheOneThatCompiles(string name)
    {
        Assert.AreSequenceEqual(Class($"{name}.cs", $"internal sealed class {name}"), Class("tasks.md", $"sealed class {name}"));
        Assert.IsLessThan(40, Class("tasks.md", $"sealed class {name}").Count(line => line.Length > 0), "lines of code");
    }

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
