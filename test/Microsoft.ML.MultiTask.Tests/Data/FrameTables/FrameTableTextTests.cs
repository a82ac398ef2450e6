using System.Text;
using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Tables as other programs and systems write them.</summary>
[TestClass]
public sealed class FrameTableTextTests : IDisposable
{
    private const string Header = "Frame0Path,Frame1Path,Sequence,FrameIndex\n";

    private readonly ReaderFixture _files = new();

    public void Dispose() => _files.Dispose();

    [TestMethod]
    public void LoadFrameTable_BackSlashes_AreSlashes()
    {
        var rows = Load(Header + "drive1\\2.png,.\\drive1/1.png,a,2\n");

        Assert.AreEqual(_files.FullPath("drive1/2.png"), Path.GetFullPath(rows.GetColumn<string>("Frame0Path").Single()));
        Assert.AreEqual(_files.FullPath("drive1/1.png"), Path.GetFullPath(rows.GetColumn<string>("Frame1Path").Single()));
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    [DataRow(@"C:\data\x.png,1.png", "Frame0Path", DisplayName = "drive")]
    [DataRow(@"2.png,c:/data/x.png", "Frame1Path", DisplayName = "drive with slashes")]
    [DataRow(@"2.png,\\server\share\x.png", "Frame1Path", DisplayName = "share")]
    public void LoadFrameTable_WindowsPath_NamesTableAndLine(string paths, string column)
    {
        var e = Assert.ThrowsExactly<InvalidDataException>(() => Load($"{Header}0.png,1.png,a,1\n{paths},a,2\n"));

        Assert.Contains($"frames.csv', line 3: expected a path of this system in '{column}'", e.Message);
        Assert.Contains("Windows path", e.Message);
    }

    [TestMethod]
    public void LoadFrameTable_Windows1252_NamesTheLine()
    {
        File.WriteAllBytes(_files.FullPath("frames.csv"), Encoding.Latin1.GetBytes(Header + "0.png,1.png,a,1\n2.png,1.png,für,2\n"));

        var e = Assert.ThrowsExactly<InvalidDataException>(() => _files.Data.LoadFrameTable(_files.FullPath("frames.csv")));

        Assert.Contains("frames.csv', line 3: expected text in UTF-8, but '2.png,1.png,für,2'", e.Message);
    }

    [TestMethod]
    public void LoadFrameTable_Unicode_IsReadWithAndWithoutMark()
    {
        foreach (var encoding in (Encoding[])[new UTF8Encoding(false), new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode])
        {
            File.WriteAllText(_files.FullPath("frames.csv"), Header + "2.png,1.png,für,2\n", encoding);
            Assert.AreEqual("für", _files.Data.LoadFrameTable(_files.FullPath("frames.csv")).GetColumn<string>("Sequence").Single(), encoding.WebName);
        }
    }

    [TestMethod]
    [DataRow("# made by tool\n" + Header + "2.png,1.png,a,2\n", "line 1: expected the column names, but found a comment, which tables cannot have: '# made by tool'",
        DisplayName = "first")]
    [DataRow(Header + "# half\n2.png,1.png,a,2\n", "line 2: expected 4 values, as in the first line, but found 1 in '# half'", DisplayName = "later")]
    [DataRow(Header + "2.png,1.png,\"a,2\n", "expected 4 values, as in the first line, but found 3 in", DisplayName = "open quote")]
    [DataRow(Header + "2.png,\"1\".png,a,2\n", "line 2", DisplayName = "quote within")]
    public void LoadFrameTable_NotATable_SaysWhatIsInTheLine(string text, string expected)
    {
        var e = Assert.ThrowsExactly<InvalidDataException>(() => Load(text));

        Assert.Contains(expected, e.Message);
        Assert.IsNull(e.InnerException, "the CSV reader's state is of no help");
    }

    /// <summary>The example of docs/data.md.</summary>
    [TestMethod]
    public void LoadFrameTable_EncodingOfARow_IsJsonInQuotes()
    {
        foreach (var name in (string[])["a/2.png", "a/1.png", "b/2.png", "b/1.png"])
            _files.Frame(name, 1);
        _files.Grey16("disparity/2.png", 256, 512, 1, 0, 0, 0, 0, 0);
        _files.Grey16("depth/2.png", 256, 512, 1, 0, 0, 0, 0, 0);

        var depth = _files.Decode<float>(Load("""
            Frame0Path,Frame1Path,DepthPath,DepthEncoding
            a/2.png,a/1.png,disparity/2.png,"{""kind"":""depth"",""focalTimesBaseline"":389.6,""farthestMeters"":500}"
            b/2.png,b/1.png,depth/2.png,
            """), "Depth");

        Assert.AreSequenceEqual([389.6f, 194.8f, float.NaN], depth[0][..3]);
        Assert.AreSequenceEqual([1f, 2f, 1 / 256f], depth[1][..3]);
    }

    [TestMethod]
    [DataRow("Frame0Path;Frame1Path\n2.png;1.png\n", "Is the separator ';'? Then set option 'Separator'.")]
    [DataRow("Frame0Path\tSequence\n2.png\ta\n", "Is the separator '\\t'? Then set option 'Separator'.")]
    public void LoadFrameTable_OtherSeparator_IsAskedFor(string text, string expected) =>
        Assert.EndsWith(expected, Assert.ThrowsExactly<InvalidDataException>(() => Load(text)).Message);

    [TestMethod]
    public void LoadFrameTable_MissingFiles_AreCountedInAWarning()
    {
        foreach (var name in (string[])["1.png", "2.png"])
            _files.Frame(name, 1);
        var messages = new Messages(_files.MLContext);

        Load("Frame0Path,Frame1Path,MotionPath,Split\n2.png,1.png,,train\n");
        Assert.IsEmpty(messages.Warnings);
        Load("Frame0Path,Frame1Path,MotionPath,Split\n2.png,1.png,,train\n4.png,2.png,m.png,train\n", "train");
        Load("Frame0Path,Frame1Path,MotionPath,Split\n2.png,1.png,m.png,train\n4.png,3.png,m.png,test\n", "train");

        Assert.AreSequenceEqual(
            [
                $"Table '{_files.FullPath("frames.csv")}' names 2 files that do not exist, the first in line 3, 'Frame0Path': '{_files.FullPath("4.png")}'. "
                    + "Reading such a row will fail.",
                $"Table '{_files.FullPath("frames.csv")}' names a file that does not exist in line 2, 'MotionPath': '{_files.FullPath("m.png")}'. "
                    + "Reading such a row will fail.",
            ], messages.Warnings);
    }

    private IDataView Load(string text, string? split = null)
    {
        _files.Text("frames.csv", text);
        return _files.Data.LoadFrameTable(_files.FullPath("frames.csv"), new() { Split = split });
    }
}
