using Microsoft.ML.MultiTask.Contracts;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>The package's public surface is a checked-in list: a changed line is a decision to review.</summary>
[TestClass]
public sealed class PublicApiTests
{
    [TestMethod]
    public void PublicSurface_IsTheCheckedInList()
    {
        using var resource = typeof(PublicApiTests).Assembly.GetManifestResourceStream("PublicApi.txt")!;
        using var reader = new StreamReader(resource);
        var expected = reader.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string[] actual = [.. ApiSurface.Facts(typeof(MultiTaskCatalog).Assembly).Order(StringComparer.Ordinal)];
        if (expected.SequenceEqual(actual, StringComparer.Ordinal)) return;

        var file = Path.Combine(AppContext.BaseDirectory, "PublicApi.txt");
        File.WriteAllLines(file, actual);
        Assert.Fail($"The public API changed. If that is meant, copy {file} over Microsoft.ML.MultiTask/PublicApi.txt.\nGone:\n  {string.Join("\n  ", expected.Except(actual))}\nNew:\n  {string.Join("\n  ", actual.Except(expected))}");
    }
}
