using System.Diagnostics;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>
/// Changed files of every kind: read, or refused by an <see cref="InvalidDataException"/> that names the file, within bounds of time and memory.
/// <c>build.sh fuzz</c> sets how many seconds each kind takes, with new changes in every run.
/// </summary>
[TestClass]
public sealed class HostileFileTests
{
    private const double LongestRead = 10;                                         // seconds, on a busy machine
    private const long MostMemory = 1L << 30;                                      // managed, for one file of a few kilobytes

    internal static IEnumerable<object> Kinds => [.. ImageKinds.All, .. ModelKinds.All, .. TextKinds.All];

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void Read_ChangedFile_IsReadOrRefusedByName(object kind)
    {
        var tested = (HostileKind)kind;
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, tested.FileName);
        var examples = tested.Examples();
        foreach (var example in examples)
        {
            File.WriteAllBytes(path, tested.Wrap?.Invoke(example) ?? example);
            if (tested.AreGood)
                tested.Read(path);
        }
        var watch = Stopwatch.StartNew();
        var count = 0;
        for (; watch.Elapsed.TotalSeconds < FuzzTime.Seconds; count++)
        {
            var changed = new Mutator(unchecked(FuzzTime.Seed + count)).Change(examples);
            File.WriteAllBytes(path, tested.Wrap?.Invoke(changed) ?? changed);
            if (Fault(tested, path) is { } fault)
                Assert.Fail($"{tested.Name}, change {unchecked(FuzzTime.Seed + count)}, kept as '{Keep(path)}': {fault}");
        }
        TestContext.WriteLine($"{tested.Name}: {count} files");
    }

    private static string? Fault(HostileKind kind, string path)
    {
        var (memory, watch) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.StartNew());
        try
        {
            kind.Read(path);
        }
        catch (InvalidDataException e) when (e.Message.Contains(path, StringComparison.Ordinal))
        {
        }
        catch (Exception e) when (!kind.IsOurs && e is not AssertFailedException)
        {
        }
        catch (Exception e) when (e is not AssertFailedException)
        {
            return e.ToString();
        }
        memory = GC.GetAllocatedBytesForCurrentThread() - memory;
        return watch.Elapsed.TotalSeconds > LongestRead ? $"it took {watch.Elapsed.TotalSeconds:0} s"
            : memory > MostMemory ? $"it took {memory >> 20} MiB"
            : null;
    }

    private static string Keep(string path)
    {
        var kept = Path.Combine(Path.GetTempPath(), $"multitask-fuzz-{Path.GetRandomFileName()}-{Path.GetFileName(path)}");
        File.Copy(path, kept);
        return kept;
    }
}
