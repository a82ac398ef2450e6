namespace Microsoft.ML.MultiTask.Tests;

/// <summary>The data sets that InspectData reads by name.</summary>
[TestClass]
public sealed class DataSetsTests : IDisposable
{
    private static readonly ReadSettings s_settings = new(2, null, new Dictionary<string, LabelEncoding>());

    private readonly MultiTaskDataCatalog _data = new(new MLContext(seed: 1));
    private readonly TemporaryFolder _folder = new();

    public static IEnumerable<string> Names => DataSets.ByName.Keys;

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Reader_FolderOfSomethingElse_SaysWhatIsThere(string name)
    {
        _folder.Write("holiday.png", PngImage.Grey8(1, 1, [0]));

        var e = Assert.Throws<IOException>(() => DataSets.ByName[name](_data, _folder.Path, s_settings));

        Assert.Contains("expected", e.Message);
        Assert.Contains("holiday.png", e.Message);
    }

    [TestMethod]
    public void Reader_Folders_TakesTheStreams()
    {
        FrameFolders.Write(_folder, "a", 0, 1, 2);

        var rows = DataSets.ByName["folders"](_data, _folder.Path, s_settings with { Streams = 3 });

        Assert.AreEqual(3, _data.Inspect(rows).Streams);
        Assert.AreEqual(1, rows.GetRowCount());
    }

    [TestMethod]
    public void Reader_Split_IsTheDataSetsOwn()
    {
        foreach (var split in (string[])["train", "val"])
            _folder.Write($"{split}/0001TP_00000{split.Length}.png", PngImage.Grey8(1, 1, [0]));
        _folder.Write("valannot/0001TP_000003.png", PngImage.Grey8(1, 1, [0]));

        Assert.AreEqual(2, Read("camvid", null).GetRowCount());
        Assert.AreEqual(1, Read("camvid", "Val").GetRowCount());
        Assert.Contains("--split must be one of all, train, val", Assert.ThrowsExactly<ArgumentException>(() => Read("camvid", "dev")).Message);
        Assert.Contains("folders, which has no splits", Assert.ThrowsExactly<ArgumentException>(() => Read("folders", "val")).Message);

        IDataView Read(string name, string? split) => DataSets.ByName[name](_data, _folder.Path, s_settings with { Split = split });
    }

    [TestMethod]
    public void ParseEncoding_NameOrFile_IsTheEncoding()
    {
        var file = Path.Combine(_folder.Path, "lane.json");
        File.WriteAllText(file, new ClassLabelEncoding(7).ToJson());

        var motion = ReadSettings.ParseEncoding("Motion=anymotion");
        var lane = ReadSettings.ParseEncoding("Lane=" + file);

        Assert.AreEqual("Motion", motion.Key);
        Assert.AreSame(ClassLabelEncoding.AnyMotion, motion.Value);
        Assert.AreEqual(7, ((ClassLabelEncoding)lane.Value).ClassCount);
        Assert.Contains("must be Label=Name", Assert.ThrowsExactly<ArgumentException>(() => ReadSettings.ParseEncoding("Motion")).Message);
        Assert.Contains("AnyMotion", Assert.ThrowsExactly<ArgumentException>(() => ReadSettings.ParseEncoding("Motion=Davis")).Message);
    }

    [TestMethod]
    public void Reader_Folders_TakesOtherLabelsByTheirEncoding()
    {
        FrameFolders.Write(_folder, "a", 0, 1);
        _folder.Write("a/lane/000001.png", PngImage.Grey8(8, 6, new byte[48]));

        var rows = DataSets.ByName["folders"](_data, _folder.Path,
            s_settings with { Encodings = new Dictionary<string, LabelEncoding> { ["Lane"] = new ClassLabelEncoding(2) } });

        Assert.IsNotNull(rows.Schema.GetColumnOrNull("LanePath"));
    }
}
