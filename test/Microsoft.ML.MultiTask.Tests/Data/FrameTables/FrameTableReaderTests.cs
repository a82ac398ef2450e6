namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class FrameTableReaderTests : IDisposable
{
    private readonly ReaderFixture _files = new();

    public void Dispose() => _files.Dispose();

    [TestMethod]
    public void LoadFrameTable_StreamsGiven_KeepsLinesAsTheyAre()
    {
        var rows = Load("""
            Frame0Path,Frame1Path,DepthPath,MotionPath,Weather,Sequence
            b/2.png,b/1.png,,m/2.png,sun,B
            a/9.png,"a, old/7.png",d/9.png,,rain,A
            b/1.png,,,,sun,B
            """);

        Assert.AreSequenceEqual(["B 0", "A 0"], ReaderFixture.Names(rows));
        Assert.AreSequenceEqual(["b/2.png", "a/9.png"], _files.Paths(rows, "Frame0Path"));
        Assert.AreSequenceEqual(["b/1.png", "a, old/7.png"], _files.Paths(rows, "Frame1Path"));
        Assert.AreSequenceEqual(["", "d/9.png"], _files.Paths(rows, "DepthPath"));
        Assert.AreSequenceEqual(["m/2.png", ""], _files.Paths(rows, "MotionPath"));
        Assert.IsNull(rows.Schema.GetColumnOrNull("SegmentationPath"));
        Assert.AreSequenceEqual(["B 0", "B 1", "A 0"], ReaderFixture.Names(Load(null, new() { SequenceStart = SequenceStart.Repeat })));
    }

    [TestMethod]
    public void LoadFrameTable_FrameIndex_FindsPredecessors()
    {
        const string Text = """
            Frame0Path,Sequence,FrameIndex,Split
            x12.png,x,12,train
            y10.png,y,10,val
            x10.png,x,10,Train
            x11.png,x,11,train
            y12.png,y,12,val
            """;

        var rows = Load(Text);

        Assert.AreSequenceEqual(["x 11", "x 12"], ReaderFixture.Names(rows));
        Assert.AreSequenceEqual(["x10.png", "x11.png"], _files.Paths(rows, "Frame1Path"));
        Assert.AreSequenceEqual(["x 12", "y 12"], ReaderFixture.Names(Load(Text, new() { Stride = 2 })));
        Assert.AreSequenceEqual(["x 10", "y 10"], ReaderFixture.Names(Load(Text, new() { Stride = -2 })));
        Assert.AreSequenceEqual(["x 11", "x 12"], ReaderFixture.Names(Load(Text, new() { Split = "train" })));
    }

    [TestMethod]
    public void LoadFrameTable_Encodings_AreTheOptionsOrTheRows()
    {
        _files.Frame("f.png", 1);
        _files.Grey8("lane.png", 0, 1, 2, 1, 0, 0, 0, 0);
        _files.Grey16("d.png", 256, 0, 0, 0, 0, 0, 0, 0);
        var disparity = (DepthLabelEncoding.KittiDisparity with { FocalTimesBaseline = 50 }).ToJson()
            .Replace("\"", "\"\"", StringComparison.Ordinal);
        var text = $"Frame0Path,LanePath,DepthPath,DepthEncoding\nf.png,lane.png,d.png,\nf.png,,d.png,\"{disparity}\"\n";
        var options = new FrameTableOptions
        {
            Streams = 1,
            LabelEncodings = new Dictionary<string, LabelEncoding> { ["Lane"] = new ClassLabelEncoding(2) { IgnoredValues = [2] } },
        };

        var rows = Load(text, options);

        Assert.AreSequenceEqual<byte>([0, 1, 255, 1], _files.Decode<byte>(rows, "Lane")[0][..4]);
        Assert.AreSequenceEqual([1f, 50f], _files.Decode<float>(rows, "Depth").Select(depth => depth[0]));
        Assert.AreSequenceEqual(["frames 0", "frames 1"], ReaderFixture.Names(rows));
    }

    [TestMethod]
    public void LoadFrameTable_AbsolutePathsAndOtherSeparator_AreTaken()
    {
        var elsewhere = _files.FullPath("elsewhere/f.png");

        var rows = Load($"Frame0Path;Frame1Path\n{elsewhere};g.png\n", new() { Separator = ";" });

        Assert.AreSequenceEqual(["elsewhere/f.png"], _files.Paths(rows, "Frame0Path"));
        Assert.AreSequenceEqual(["g.png"], _files.Paths(rows, "Frame1Path"));
    }

    [TestMethod]
    [DataRow("", "the file is empty", DisplayName = "empty")]
    [DataRow("Path\na.png", "expected a column 'Frame0Path', but the columns are Path", DisplayName = "no frame")]
    [DataRow("Frame0Path\na.png", "either columns Frame1Path, … or a column FrameIndex", DisplayName = "no predecessors")]
    [DataRow("Frame0Path,Frame1Path,LanePath\na,b,c", "'LanePath' needs an encoding in 'LabelEncodings', which has none",
        DisplayName = "no encoding")]
    [DataRow("Frame0Path,FrameIndex\na,one", "line 2: expected a frame number of 0 or more in 'FrameIndex', but found 'one'",
        DisplayName = "no number")]
    [DataRow("Frame0Path,FrameIndex\na,1\nb,1", "lines 2 and 3: expected each 'FrameIndex' of sequence 'frames' once",
        DisplayName = "same number")]
    [DataRow("Frame0Path,Frame1Path\na,b\n,c", "line 3: expected a path in 'Frame0Path', but it is empty", DisplayName = "no path")]
    [DataRow("Frame0Path,Frame1Path\na,b\nc", "line 3: expected 2 values", DisplayName = "short line")]
    [DataRow("Frame0Path,Frame0Path\na,b", "there are two named 'Frame0Path'", DisplayName = "column twice")]
    public void LoadFrameTable_NotATable_SaysWhy(string text, string expected) =>
        Assert.Contains(expected, Assert.ThrowsExactly<InvalidDataException>(() => Load(text)).Message);

    [TestMethod]
    public void LoadFrameTable_OptionsThatDoNotFit_AreNamed()
    {
        const string Text = "Frame0Path,Frame1Path\na,b\n";
        var frame = new Dictionary<string, LabelEncoding> { ["Frame0"] = ClassLabelEncoding.Motion };
        var lane = new Dictionary<string, LabelEncoding> { ["Lane"] = ClassLabelEncoding.Motion };

        Assert.Contains("expected columns up to 'Frame2Path' for 3 streams",
            Assert.ThrowsExactly<InvalidDataException>(() => Load(Text, new() { Streams = 3 })).Message);
        Assert.Contains("expected a column 'LanePath'",
            Assert.ThrowsExactly<InvalidDataException>(() => Load(Text, new() { LabelEncodings = lane })).Message);
        Assert.Contains("expected a column 'Split'",
            Assert.ThrowsExactly<InvalidDataException>(() => Load(Text, new() { Split = "train" })).Message);
        Assert.Contains("rows whose 'Split' is 'x', but none of 1",
            Assert.ThrowsExactly<InvalidDataException>(() => Load("Frame0Path,Frame1Path,Split\na,b,c", new() { Split = "x" })).Message);
        Assert.AreEqual("LabelEncodings", Assert.ThrowsExactly<ArgumentException>(
            () => Load(Text, new() { LabelEncodings = frame })).ParamName);
    }

    private IDataView Load(string? text, FrameTableOptions? options = null)
    {
        if (text is not null)
            _files.Text("frames.csv", text);
        return _files.Data.LoadFrameTable(_files.FullPath("frames.csv"), options);
    }
}
