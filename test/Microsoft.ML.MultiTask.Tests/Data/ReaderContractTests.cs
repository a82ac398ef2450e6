using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>What all readers share. Frames of a sequence show their time, 0 to 4, as red.</summary>
[TestClass]
public sealed class ReaderContractTests : IDisposable
{
    private readonly ReaderFixture _files = new();

    public void Dispose() => _files.Dispose();

    internal static IEnumerable<object> Readers => ReaderRegistry.All;

    // Readers of data sets that are one folder, unlike one of sequences.
    internal static IEnumerable<object> DataSets =>
        ReaderRegistry.All.Where(reader => reader.Name is not ("LoadFrameFolders" or "LoadSynthia" or "LoadFrameTable"));

    internal static IEnumerable<object> ReadersWithStrides => ReaderRegistry.All.Where(reader => reader.HasStrides);

    [TestMethod]
    public void Registry_HasEveryReader()
    {
        var methods = typeof(MultiTaskDataCatalog).GetMethods().Select(method => method.Name)
            .Where(name => name.StartsWith("Load", StringComparison.Ordinal));

        Assert.AreSequenceEqual(methods.Order(), ReaderRegistry.All.Select(reader => reader.Name).Order());
    }

    [TestMethod]
    [DynamicData(nameof(Readers))]
    public void Load_TwoStreams_PairsAFrameWithTheOneBefore(object reader)
    {
        var rows = Load(reader, new());

        Assert.AreSequenceEqual([4, 4], TimesOfLast(rows, "Frame0"));
        Assert.AreSequenceEqual([3, 3], TimesOfLast(rows, "Frame1"));
        Assert.IsNull(rows.Schema.GetColumnOrNull("Frame2Path"));
    }

    [TestMethod]
    [DynamicData(nameof(Readers))]
    public void Load_OneStream_NeedsNoNeighbour(object reader)
    {
        var rows = Load(reader, new(Streams: 1));

        Assert.AreSequenceEqual([4, 4], TimesOfLast(rows, "Frame0"));
        Assert.IsNull(rows.Schema.GetColumnOrNull("Frame1Path"));
    }

    [TestMethod]
    [DynamicData(nameof(ReadersWithStrides))]
    public void Load_StreamsAndStride_ReachAsFarAsAsked(object reader)
    {
        var rows = Load(reader, new(Streams: 3, Stride: 2));

        Assert.AreSequenceEqual([2, 2], TimesOfLast(rows, "Frame1"));
        Assert.AreSequenceEqual([0, 0], TimesOfLast(rows, "Frame2"));
    }

    [TestMethod]
    [DynamicData(nameof(ReadersWithStrides))]
    public void Load_NotEnoughFrames_SkipsOrRepeats(object reader)
    {
        var repeated = Load(reader, new(Streams: 4, Stride: 2, SequenceStart.Repeat));
        var e = Assert.ThrowsExactly<InvalidDataException>(() => Load(reader, new(Streams: 4, Stride: 2)));

        Assert.AreSequenceEqual([0, 0], TimesOfLast(repeated, "Frame2"));
        Assert.AreSequenceEqual([0, 0], TimesOfLast(repeated, "Frame3"));
        Assert.Contains("4 streams at stride", e.Message);
    }

    [TestMethod]
    [DynamicData(nameof(Readers))]
    public void Load_Labels_AreAnnotatedAndDecodedAndEmptyWhereMissing(object reader)
    {
        var rows = Load(reader, new());

        foreach (var column in rows.Schema.Where(column => PathColumn.NameOf(column.Name) is { } name && !PathColumn.IsFrame(name)))
        {
            var name = PathColumn.NameOf(column.Name)!;
            var paths = rows.GetColumn<string>(column.Name).ToArray();
            var labelled = Array.FindIndex(paths, path => path.Length > 0);
            Assert.IsTrue(File.Exists(paths[labelled]), paths[labelled]);
            Assert.AreEqual("", paths[^1], "the second sequence has no labels");
            if (ColumnAnnotations.GetEncoding(column) is DepthLabelEncoding)
            {
                var depth = _files.Decode<float>(rows, name);
                Assert.IsTrue(depth[labelled].All(meters => meters > 0) && depth[^1].All(float.IsNaN), name);
            }
            else
            {
                var classes = _files.Decode<byte>(rows, name);
                var known = (ClassLabelEncoding)ColumnAnnotations.GetEncoding(column)!;
                Assert.IsTrue(classes[labelled].All(label => label < known.ClassCount) && classes[^1].All(label => label == 255), name);
                Assert.HasCount(known.ClassCount, known.ClassNames!);
            }
        }
        Assert.IsNotNull(rows.Schema.GetColumnOrNull("SegmentationPath"));
    }

    [TestMethod]
    [DynamicData(nameof(Readers))]
    public void Load_ClassMap_ChangesTheClassesOfSegmentation(object reader)
    {
        var map = new ClassMap(["other", "drivable"])
        {
            ClassOf = new Dictionary<string, string> { ["road"] = "drivable", ["sidewalk"] = "drivable" },
            Unlabelled = "other",
        };

        var rows = Load(reader, new(Map: map));

        Assert.AreSequenceEqual(map.Names, ReaderFixture.ClassNames(rows)!);
        var classes = _files.Decode<byte>(rows, "Segmentation").Single(labels => labels[0] != 255);
        Assert.IsTrue(classes.All(label => label == 1), "every fixture's labels are road, or sidewalk");
    }

    [TestMethod]
    [DynamicData(nameof(Readers))]
    public void Load_Shuffled_IsTheSameOrderForTheSameSeed(object reader)
    {
        var rows = Load(reader, new(Start: SequenceStart.Repeat));
        var context = _files.MLContext;

        var shuffled = ReaderFixture.Names(context.Data.ShuffleRows(rows, seed: 4));

        Assert.AreSequenceEqual(shuffled, ReaderFixture.Names(context.Data.ShuffleRows(rows, seed: 4)));
        Assert.AreSequenceEqual(ReaderFixture.Names(rows).Order(), shuffled.Order());
    }

    [TestMethod]
    [DynamicData(nameof(Readers))]
    public void Load_WrongFolder_SaysWhatWasExpectedAndWhatIsThere(object reader)
    {
        _files.Text("photos/holiday.txt", "");
        var wrong = _files.FullPath("photos");

        var e = Assert.Throws<IOException>(() => ((ReaderCase)reader).Load(_files, wrong, new()));
        var missing = Assert.Throws<IOException>(() => ((ReaderCase)reader).Load(_files, _files.FullPath("nowhere"), new()));

        Assert.Contains("expected", e.Message);
        Assert.Contains($"'{wrong}' holds holiday.txt", e.Message);
        Assert.Contains("does not exist", missing.Message);
        Assert.Contains("holds photos", missing.Message);
    }

    [TestMethod]
    [DynamicData(nameof(Readers))]
    public void Load_OptionOutOfRange_NamesIt(object reader)
    {
        Assert.AreEqual("Streams", Assert.Throws<ArgumentException>(() => Load(reader, new(Streams: 0))).ParamName);
        Assert.AreEqual("SequenceStart", Assert.Throws<ArgumentException>(() => Load(reader, new(Start: (SequenceStart)5))).ParamName);
        Assert.Contains("stride", Assert.Throws<ArgumentException>(() => Load(reader, new(Stride: 0))).Message,
            StringComparison.OrdinalIgnoreCase);
        Assert.Throws<ArgumentException>(() => Load(reader, new(Map: new ClassMap(["nothing of this"]))));
    }

    [TestMethod]
    [DynamicData(nameof(Readers))]
    public void Load_NamesThatBeginWithADot_ArePassedOver(object reader)
    {
        var clean = ReaderFixture.Names(Load(reader, new()));

        foreach (var path in Directory.GetFileSystemEntries(_files.Path, "*", SearchOption.AllDirectories))
            _files.Text(Path.Combine(Path.GetDirectoryName(path)!, "._" + Path.GetFileName(path)), "Mac OS X");

        Assert.AreSequenceEqual(clean, ReaderFixture.Names(Load(reader, new())));
    }

    [TestMethod]
    [DynamicData(nameof(Readers))]
    public void Load_DotFoldersOfMacOS_ArePassedOver(object reader)
    {
        var clean = ReaderFixture.Names(Load(reader, new()));

        foreach (var path in Directory.GetFiles(_files.Path, "*", SearchOption.AllDirectories))
            _files.Text($"__MACOSX/{Path.GetRelativePath(_files.Path, Path.GetDirectoryName(path)!)}/._{Path.GetFileName(path)}", "Mac OS X");

        Assert.AreSequenceEqual(clean, ReaderFixture.Names(Load(reader, new())));
    }

    [TestMethod]
    [DynamicData(nameof(DataSets))]
    public void Load_TheFolderAbove_IsTheSame(object reader)
    {
        var clean = ReaderFixture.Names(Load(reader, new()));
        var below = _files.FullPath("unpacked");
        var entries = Directory.GetFileSystemEntries(_files.Path);
        Directory.CreateDirectory(below);
        foreach (var entry in entries)
            Directory.Move(entry, Path.Combine(below, Path.GetFileName(entry)));
        _files.Text("notes/readme.txt", "");

        Assert.AreSequenceEqual(clean, ReaderFixture.Names(Load(reader, new())));
    }

    private IDataView Load(object reader, Asked asked)
    {
        var tested = (ReaderCase)reader;
        if (!Directory.EnumerateFileSystemEntries(_files.Path).Any())
        {
            for (var i = 0; i < 10; i++)
                tested.WriteFrame(_files, i / 5, i % 5);
            tested.WriteLabels(_files);
        }
        return tested.Load(_files, _files.Path, asked);
    }

    // The times that a stream shows in the rows of the last frames, one in each sequence.
    private List<int> TimesOfLast(IDataView rows, string stream)
    {
        var current = _files.Decode<byte>(rows, "Frame0");
        return [.. _files.Decode<byte>(rows, stream).Where((_, row) => current[row][0] == 4).Select(frame => (int)frame[0])];
    }
}
