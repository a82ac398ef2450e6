namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class SynthiaReaderTests : IDisposable
{
    private readonly ReaderFixture _synthia = new();

    public void Dispose() => _synthia.Dispose();

    [TestMethod]
    public void LoadSynthia_Sequence_ReadsItsFolders()
    {
        foreach (var part in new[] { "RGB", "GT/LABELS", "Depth", "Motion" })
        {
            for (var i = 0; i < 2; i++)
                _synthia.Frame($"SYNTHIA-SEQS-02-SUMMER/{part}/Stereo_Left/Omni_F/{i:D6}.png", i);
        }

        var rows = _synthia.Data.LoadSynthia(_synthia.FullPath("SYNTHIA-SEQS-02-SUMMER"));

        Assert.AreSequenceEqual(["SYNTHIA-SEQS-02-SUMMER 1"], ReaderFixture.Names(rows));
        Assert.AreSequenceEqual(
            ["SYNTHIA-SEQS-02-SUMMER/GT/LABELS/Stereo_Left/Omni_F/000001.png"], _synthia.Paths(rows, "SegmentationPath"));
        Assert.AreSequenceEqual(["SYNTHIA-SEQS-02-SUMMER/Depth/Stereo_Left/Omni_F/000001.png"], _synthia.Paths(rows, "DepthPath"));
        Assert.AreSequenceEqual(["SYNTHIA-SEQS-02-SUMMER/Motion/Stereo_Left/Omni_F/000001.png"], _synthia.Paths(rows, "MotionPath"));
        Assert.AreEqual(13, ((ClassLabelEncoding)ColumnAnnotations.GetEncoding(rows.Schema["SegmentationPath"])!).ClassCount);
    }

    [TestMethod]
    public void LoadSynthia_OtherCamera_SaysWhichAreThere()
    {
        _synthia.Frame("SEQ/RGB/Stereo_Right/Omni_B/000000.png", 0);
        var catalog = _synthia.Data;
        var sequence = _synthia.FullPath("SEQ");

        var other = catalog.LoadSynthia(sequence, new SynthiaOptions { Cameras = ["Stereo_Right/Omni_B"], Streams = 1 });
        Assert.HasCount(1, ReaderFixture.Names(other));
        var e = Assert.ThrowsExactly<DirectoryNotFoundException>(() => catalog.LoadSynthia(sequence));
        Assert.Contains("'RGB/Stereo_Left/Omni_F'", e.Message);
        Assert.Contains("holds Stereo_Right", e.Message);
    }

    [TestMethod]
    public void LoadSynthia_Tree_ReadsSequencesSeasonsAndCameras()
    {
        foreach (var sequence in new[] { "01-FOG", "02-FALL", "02-SUMMER", "05-SUMMER" })
        {
            foreach (var camera in new[] { "Stereo_Left/Omni_F", "Stereo_Right/Omni_B" })
            {
                for (var i = 0; i < 2; i++)
                    _synthia.Frame($"SYNTHIA-SEQS-{sequence}/RGB/{camera}/{i:D6}.png", i);
            }
        }
        Directory.Delete(Path.Combine(_synthia.Path, "SYNTHIA-SEQS-05-SUMMER", "RGB", "Stereo_Right"), recursive: true);

        Assert.HasCount(4, Names(new()));
        Assert.AreSequenceEqual(["02-FALL 1", "02-SUMMER 1"], Names(new() { Split = DataSplit.Train }));
        Assert.AreSequenceEqual(["05-SUMMER 1"], Names(new() { Split = DataSplit.Validation }));
        Assert.AreSequenceEqual(["02-SUMMER 1", "05-SUMMER 1"], Names(new() { Seasons = ["summer"] }));
        Assert.AreSequenceEqual(["01-FOG 1"], Names(new() { Sequences = ["01", "04"] }));
        Assert.AreSequenceEqual(["02-SUMMER 1"], Names(new() { Split = DataSplit.Train, Seasons = ["SUMMER", "FOG"] }));
        Assert.AreSequenceEqual(
            ["02-SUMMER/Stereo_Left/Omni_F 1", "02-SUMMER/Stereo_Right/Omni_B 1", "05-SUMMER/Stereo_Left/Omni_F 1"],
            Names(new() { Seasons = ["SUMMER"], Cameras = ["Stereo_Left/Omni_F", "Stereo_Right/Omni_B"] }));
        var e = Assert.ThrowsExactly<DirectoryNotFoundException>(() => Names(new() { Seasons = ["WINTER"] }));
        Assert.Contains("none of the 4 sequences is selected by the options (split All, sequences any, seasons WINTER)", e.Message);
        Assert.Contains("but found SYNTHIA-SEQS-01-FOG, ", e.Message);
        Assert.Contains("'Split' must be one of All, Train, Validation",
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Names(new() { Split = DataSplit.Test })).Message);

        string[] Names(SynthiaOptions options) =>
            [.. ReaderFixture.Names(_synthia.Data.LoadSynthia(_synthia.Path, options))
                .Select(name => name.Replace("SYNTHIA-SEQS-", "", StringComparison.Ordinal))];
    }
}
