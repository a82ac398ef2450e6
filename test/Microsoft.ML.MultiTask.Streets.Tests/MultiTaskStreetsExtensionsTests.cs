using System.Globalization;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class MultiTaskDataCatalogStreetsTests
{
    private static readonly StreetsOptions s_options = StreetScenes.Small with { FramesPerSequence = 3 };

    [TestMethod]
    public void GenerateStreets_SmallOptions_WritesWhatLoadSynthiaReads()
    {
        using var temporary = new TemporaryFolder();
        var data = new MLContext().MultiTask().Data;
        var folder = Path.Combine(temporary.Path, "streets");

        var summary = data.GenerateStreets(folder, s_options);
        var rows = data.LoadSynthia(folder);

        Assert.AreEqual(6, summary.Frames);
        Assert.IsFalse(summary.IsReused);
        Assert.AreEqual(1, summary.ClassShares.Values.Sum(), 1e-9);
        Assert.AreEqual(4, rows.GetRowCount());
        Assert.AreSequenceEqual((string[])["STREETS-SEQS-01", "STREETS-SEQS-02"], summary.SequenceFolders.Select(Path.GetFileName));
        CollectionAssert.IsSubsetOf((string[])["SegmentationPath", "DepthPath", "MotionPath"], rows.Schema.Select(c => c.Name).ToArray());
    }

    [TestMethod]
    public void GenerateStreets_Files_HoldTheRenderedLabelsInSynthiasEncodings()
    {
        using var temporary = new TemporaryFolder();
        var sequence = Generate(temporary, s_options).SequenceFolders[1];
        var frame = new FrameRenderer(s_options).Render(StreetWorldBuilder.Build(s_options, 1), 2);

        var (rgb, labels) = (Read(sequence, "RGB"), Read(sequence, "GT/LABELS"));
        var (depth, motion) = (Read(sequence, "Depth"), Read(sequence, "Motion"));

        Assert.AreEqual((8, PngColorType.Rgb), (rgb.BitDepth, rgb.ColorType));
        Assert.AreEqual((16, PngColorType.Rgb), (labels.BitDepth, labels.ColorType));
        Assert.AreEqual((16, PngColorType.Rgb), (depth.BitDepth, depth.ColorType));
        Assert.AreEqual((8, PngColorType.Grey), (motion.BitDepth, motion.ColorType));
        Assert.AreSequenceEqual(frame.Rgb, rgb.Bytes);
        Assert.AreSequenceEqual(frame.Motion, motion.Bytes);
        for (var i = 0; i < frame.Class.Length; i++)
        {
            Assert.AreEqual(((int)frame.Class[i], frame.Instance[i], 0),
                (labels.Words[3 * i], labels.Words[3 * i + 1], labels.Words[3 * i + 2]));
            var expected = frame.Class[i] == StreetClass.Sky ? 65535 : frame.Depth[i] * 100;
            Assert.AreEqual(expected, depth.Words[3 * i], 0.51);
            Assert.AreEqual((depth.Words[3 * i], depth.Words[3 * i]), (depth.Words[3 * i + 1], depth.Words[3 * i + 2]));
        }
    }

    [TestMethod]
    public void GenerateStreets_CameraFiles_HoldTheCamera()
    {
        using var temporary = new TemporaryFolder();
        var sequence = Generate(temporary, s_options).SequenceFolders[0];
        var camera = StreetCamera.At(StreetWorldBuilder.Build(s_options, 0), 1, s_options);

        var intrinsics = File.ReadAllLines(Path.Combine(sequence, "CameraParams", "intrinsics.txt"));
        var extrinsics = File.ReadAllText(Path.Combine(sequence, "CameraParams", "Stereo_Left", "Omni_F", "000001.txt"));
        var matrix = extrinsics.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Number).ToArray();

        Assert.AreEqual(camera.Focal, Number(intrinsics[0]), 1e-3);
        Assert.AreEqual((48.0, 28.0, 0.0), (Number(intrinsics[2]), Number(intrinsics[4]), Number(intrinsics[6])));
        Assert.HasCount(16, matrix);
        Assert.AreEqual(camera.Position.X, matrix[12], 1e-3);
        Assert.AreEqual(-camera.Position.Y, matrix[13], 1e-3);
        Assert.AreEqual(camera.Position.Z, matrix[14], 1e-3);
        Assert.AreEqual(camera.Forward.Z, matrix[10], 1e-3);
    }

    [TestMethod]
    public void GenerateStreets_OtherThreads_SameBytes()
    {
        using var temporary = new TemporaryFolder();
        var options = s_options with { Sequences = 3, FramesPerSequence = 2 };

        var one = Generate(temporary, options with { Threads = 1 }, "one");
        var three = Generate(temporary, options with { Threads = 3 }, "three");

        Assert.AreSequenceEqual(Files("one"), Files("three"));
        Assert.AreEqual(one.MovingShare, three.MovingShare);

        (string, string)[] Files(string name)
        {
            var root = Path.Combine(temporary.Path, name);
            var files = Directory.GetFiles(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
            return [.. files.Select(f => (Path.GetRelativePath(root, f), Convert.ToHexString(File.ReadAllBytes(f))))];
        }
    }

    [TestMethod]
    public void GenerateStreets_SameOptionsAgain_KeepsTheFolder()
    {
        using var temporary = new TemporaryFolder();
        var first = Generate(temporary, s_options);
        var written = File.GetLastWriteTimeUtc(Path.Combine(first.SequenceFolders[0], "RGB/Stereo_Left/Omni_F/000000.png"));

        var second = Generate(temporary, s_options with { Threads = 1 });

        Assert.IsTrue(second.IsReused);
        Assert.AreEqual(first.MovingShare, second.MovingShare);
        Assert.AreSequenceEqual(first.ClassShares, second.ClassShares);
        Assert.AreEqual(written, File.GetLastWriteTimeUtc(Path.Combine(first.SequenceFolders[0], "RGB/Stereo_Left/Omni_F/000000.png")));
        Assert.HasCount(1, Directory.GetFileSystemEntries(temporary.Path));
    }

    [TestMethod]
    public void GenerateStreets_OtherOptionsInTheFolder_SaysSoAndTouchesNothing()
    {
        using var temporary = new TemporaryFolder();
        Generate(temporary, s_options);

        var e = Assert.ThrowsExactly<ArgumentException>(() => Generate(temporary, s_options with { Seed = 6 }));

        Assert.AreEqual("folder", e.ParamName);
        Assert.Contains("Seed = 5", e.Message);
        Assert.Contains("Seed = 6", e.Message);
        Assert.IsTrue(Generate(temporary, s_options).IsReused);
    }

    [TestMethod]
    public void GenerateStreets_FolderOfOtherFiles_IsLeftAlone()
    {
        using var temporary = new TemporaryFolder();
        var folder = Directory.CreateDirectory(Path.Combine(temporary.Path, "streets")).FullName;
        File.WriteAllText(Path.Combine(folder, "thesis.txt"), "irreplaceable");

        var e = Assert.ThrowsExactly<ArgumentException>(() => Generate(temporary, s_options));

        Assert.Contains("streets.json", e.Message);
        Assert.AreEqual("irreplaceable", File.ReadAllText(Path.Combine(folder, "thesis.txt")));
    }

    [TestMethod]
    public void GenerateStreets_ManifestCutShort_NamesTheFile()
    {
        using var temporary = new TemporaryFolder();
        Generate(temporary, s_options);
        var manifest = Path.Combine(temporary.Path, "streets", "streets.json");
        File.WriteAllText(manifest, File.ReadAllText(manifest)[..40]);

        var e = Assert.ThrowsExactly<InvalidDataException>(() => Generate(temporary, s_options));

        Assert.Contains("streets.json", e.Message);
    }

    [TestMethod]
    public void GenerateStreets_FolderThatCannotBeMade_IsAnErrorOfInputAndOutput()
    {
        using var temporary = new TemporaryFolder();
        File.WriteAllText(Path.Combine(temporary.Path, "file"), "");

        var e = Assert.Throws<IOException>(() => Generate(temporary, s_options, Path.Combine("file", "streets")));

        Assert.Contains("streets", e.Message);
    }

    private static StreetsSummary Generate(TemporaryFolder temporary, StreetsOptions options, string name = "streets") =>
        new MLContext().MultiTask().Data.GenerateStreets(Path.Combine(temporary.Path, name), options);

    private static PngImage Read(string sequence, string kind) =>
        PngImage.Read(Path.Combine(sequence, kind, "Stereo_Left/Omni_F", "000002.png"));

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
