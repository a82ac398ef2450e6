using System.Diagnostics;
using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>
/// Whole data sets with files that are missing, empty, damaged, oddly named, folders, or links, also in loops: read, or refused by name as
/// <see cref="InvalidDataException"/>, or as <see cref="IOException"/> where something is missing. No path leaves the data set.
/// </summary>
[TestClass]
public sealed class HostileFolderTests
{
    private const double LongestRead = 10;

    private static readonly string[] s_names =
    [
        "000001.png", "-1.png", "99999999999999.png", "000001.PNG", "x.png", ".png", "._000001.png", "000001.png.png", " .png", "000 001.png", "a\nb_000001.png",
        "\u202E000003.png", "%00.png", "rgb_00001.jpg", "CON", "..png", new string('9', 200) + ".png", "Thumbs.db", "ulm_000000_000019_leftImg8bit.png",
    ];

    internal static IEnumerable<object> Readers => ReaderRegistry.All;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [DynamicData(nameof(Readers))]
    public void Load_ChangedDataSet_IsReadOrRefusedByName(object reader)
    {
        var tested = (ReaderCase)reader;
        var watch = Stopwatch.StartNew();
        var count = 0;
        for (; watch.Elapsed.TotalSeconds < FuzzTime.Seconds; count++)
        {
            using var files = new ReaderFixture();
            for (var i = 0; i < 10; i++)
                tested.WriteFrame(files, i / 5, i % 5);
            tested.WriteLabels(files);
            var seed = unchecked(FuzzTime.Seed + count);
            var changes = Change(files.Path, new Mutator(seed));
            if (Fault(tested, files) is { } fault)
                Assert.Fail($"{tested.Name}, change {seed} ({string.Join("; ", changes)}): {fault}");
        }
        TestContext.WriteLine($"{tested.Name}: {count} data sets");
    }

    /// <summary>Loops of links have more paths than can be walked.</summary>
    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void LoadCityscapes_LoopsOfLinksBelowTheMotionMasks_AreNotWalked()
    {
        using var files = new ReaderFixture();
        var tested = ReaderRegistry.All.Single(reader => reader.Name == "LoadCityscapes");
        for (var i = 0; i < 10; i++)
            tested.WriteFrame(files, i / 5, i % 5);
        files.Grey8("motion/train/ulm/ulm_000000_000019_motion.png", 1, 1, 1, 1, 1, 1, 1, 1);
        foreach (var loop in (string[])["a", "b", "c"])
            File.CreateSymbolicLink(files.FullPath("motion/train/" + loop), files.FullPath("motion"));

        var rows = files.Data.LoadCityscapes(files.Path, new() { Streams = 1, MotionFolder = "motion" });

        Assert.AreSequenceEqual(["motion/train/ulm/ulm_000000_000019_motion.png", ""], files.Paths(rows, "MotionPath"));
    }

    private static string? Fault(ReaderCase reader, ReaderFixture files)
    {
        var (memory, watch) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.StartNew());
        try
        {
            Read(reader, files);
        }
        catch (Exception e) when ((e is InvalidDataException or IOException or UnauthorizedAccessException) && IsNamed(e, files.Path))
        {
        }
        catch (Exception e)
        {
            return e.ToString();
        }
        return watch.Elapsed.TotalSeconds > LongestRead ? $"it took {watch.Elapsed.TotalSeconds:0} s"
            : GC.GetAllocatedBytesForCurrentThread() - memory is var taken and > 1L << 30 ? $"it took {taken >> 20} MiB"
            : null;
    }

    private static bool IsNamed(Exception e, string folder) =>
        e.Message.Contains(folder, StringComparison.Ordinal) || e.Message.Contains("Sequence '", StringComparison.Ordinal);

    private static void Read(ReaderCase reader, ReaderFixture files)
    {
        var rows = reader.Load(files, files.Path, new Asked());
        foreach (var column in rows.Schema.Where(column => PathColumn.NameOf(column.Name) is not null && reader.Name != "LoadFrameTable"))
            foreach (var path in rows.GetColumn<string>(column.Name).Where(path => path.Length > 0))
                Assert.StartsWith(files.Path, Path.GetFullPath(path));
        var decoded = files.MLContext.MultiTask().Transforms.LoadFrames(2, 4).Fit(rows).Transform(rows);
        foreach (var column in decoded.Schema)
        {
            if (column.Type is VectorDataViewType { ItemType: NumberDataViewType item })
                _ = item == NumberDataViewType.Byte ? decoded.GetColumn<byte[]>(column).Count() : decoded.GetColumn<float[]>(column).Count();
        }
    }

    private static List<string> Change(string root, Mutator random)
    {
        var changes = new List<string>();
        do
        {
            string[] files = [.. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Where(path => new FileInfo(path).LinkTarget is null)];
            string[] folders = [.. Directory.EnumerateDirectories(root, "*", SearchOption.AllDirectories).Append(root)];
            if (files.Length == 0)
                break;
            var (file, folder) = (random.Any(files), random.Any(folders));
            changes.Add(ChangeOnce(file, folder, Path.Combine(folder, random.Any(s_names)), random));
        }
        while (random.Once(2) && !changes[^1].Contains("loop", StringComparison.Ordinal));
        return changes;
    }

    private static string ChangeOnce(string file, string folder, string added, Mutator random)
    {
        switch (random.Any([.. Enumerable.Range(0, OperatingSystem.IsWindows() ? 8 : 12)]))
        {
            case 0:
                File.Delete(file);
                return $"no {file}";
            case 1:
                File.Move(file, added, overwrite: true);
                return $"{file} is {added}";
            case 2:
                File.Delete(file);
                Directory.CreateDirectory(file);
                return $"{file} is a folder";
            case 3:
                Directory.Delete(folder, recursive: true);
                File.WriteAllText(folder, "");
                File.Delete(folder);
                Directory.CreateDirectory(folder);
                return $"{folder} is empty";
            case 4:
                File.WriteAllBytes(file, []);
                return $"{file} is empty";
            case 5:
                File.Copy(file, added, overwrite: true);
                return $"{file} also is {added}";
            case 6 or 7:
                File.WriteAllBytes(file, random.Change([File.ReadAllBytes(file)]));
                return $"{file} is changed";
            case 8 when Path.GetExtension(file) == ".png":
                File.Delete(file);
                File.CreateSymbolicLink(file, "/dev/zero");
                return $"{file} is endless";
            case 9:
                File.Delete(file);
                File.CreateSymbolicLink(file, file);
                return $"{file} is a link to itself, a loop";
            case 10:
                Directory.CreateSymbolicLink(Path.Combine(folder, "loop"), folder);
                Directory.CreateSymbolicLink(Path.Combine(folder, "loop2"), folder);
                return $"{folder} has loops";
            default:
                File.Delete(file);
                File.CreateSymbolicLink(file, "nowhere.png");
                return $"{file} is a broken link";
        }
    }
}
