namespace Microsoft.ML.MultiTask.Tests;

/// <summary>The data sets that InspectData reads by name.</summary>
[TestClass]
public sealed class DataSetsTests : IDisposable
{
    private readonly MultiTaskDataCatalog _data = new(new MLContext(seed: 1));
    private readonly TemporaryFolder _folder = new();

    public static IEnumerable<string> Names => DataSets.ByName.Keys;

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Reader_FolderOfSomethingElse_SaysWhatIsThere(string name)
    {
        _folder.Write("holiday.png", PngImage.Grey8(1, 1, [0]));

        var e = Assert.Throws<IOException>(() => DataSets.ByName[name](_data, _folder.Path, 2));

        Assert.Contains("expected", e.Message);
        Assert.Contains("holiday.png", e.Message);
    }

    [TestMethod]
    public void Reader_Folders_TakesTheStreams()
    {
        FrameFolders.Write(_folder, "a", 0, 1, 2);

        var rows = DataSets.ByName["folders"](_data, _folder.Path, 3);

        Assert.AreEqual(3, _data.Inspect(rows).Streams);
        Assert.AreEqual(1, rows.GetRowCount());
    }
}
