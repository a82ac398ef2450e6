namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class AtomicFileTests
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("multitask-");

    [TestCleanup]
    public void DeleteFolder() => _folder.Delete(recursive: true);

    [TestMethod]
    public void Write_Succeeds_LeavesOnlyTheNewFile()
    {
        var path = Path.Combine(_folder.FullName, "model.bin");
        File.WriteAllText(path, "old and longer");

        AtomicFile.Write(path, stream => stream.Write("new"u8));

        Assert.AreEqual("new", File.ReadAllText(path));
        Assert.HasCount(1, _folder.GetFiles());
    }

    [TestMethod]
    public void Write_FailsHalfway_KeepsTheOldFileAndNothingElse()
    {
        var path = Path.Combine(_folder.FullName, "model.bin");
        File.WriteAllText(path, "old");

        Assert.ThrowsExactly<IOException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write("half"u8);
            throw new IOException("the disk is full");
        }));

        Assert.AreEqual("old", File.ReadAllText(path));
        Assert.HasCount(1, _folder.GetFiles());
    }

    [TestMethod]
    public void Write_WhileWriting_HidesTheUnfinishedFile()
    {
        var path = Path.Combine(_folder.FullName, "model.bin");
        AtomicFile.Write(path, _ => Assert.IsFalse(File.Exists(path)));
        Assert.IsTrue(File.Exists(path));
    }

    [TestMethod]
    public void Write_MissingFolder_Throws() =>
        Assert.ThrowsExactly<DirectoryNotFoundException>(() => AtomicFile.Write(Path.Combine(_folder.FullName, "none", "x"), _ => { }));

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void Write_SymbolicLink_WritesItsTarget()
    {
        var (target, link) = (Path.Combine(_folder.FullName, "versions", "3.bin"), Path.Combine(_folder.FullName, "latest"));
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.CreateSymbolicLink(link, Path.Combine("versions", "3.bin"));
        foreach (var content in (string[])["first", "second"])                     // the link's target does not exist yet, then does
        {
            AtomicFile.Write(link, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(content)));
            Assert.AreEqual(content, File.ReadAllText(target));
            Assert.IsNotNull(new FileInfo(link).LinkTarget);
        }
        Assert.HasCount(1, _folder.GetFiles());
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void Write_LoopOfLinks_IsAnIOException()
    {
        var (a, b) = (Path.Combine(_folder.FullName, "a"), Path.Combine(_folder.FullName, "b"));
        File.CreateSymbolicLink(a, b);
        File.CreateSymbolicLink(b, a);
        Assert.Throws<IOException>(() => AtomicFile.Write(a, _ => { }));
    }

    /// <summary>Most file systems allow names of 255 bytes, and 12 folders of them.</summary>
    [TestMethod]
    [DataRow(240)]
    [DataRow(255)]
    public void Write_LongestNames_AreWritten(int length)
    {
        var path = Path.Combine(_folder.FullName, new string('n', length));
        AtomicFile.Write(path, stream => stream.Write("new"u8));
        Assert.AreEqual("new", File.ReadAllText(path));
        Assert.HasCount(1, _folder.GetFiles());
    }

    [TestMethod]
    public void Write_TemporaryFiles_OfOthersAndOfTheUserStay()
    {
        string[] kept = [".other.zip.abcdefgh.123.tmp", ".model.bin.backup.tmp", "model.bin.abcdefgh.123.tmp", ".model.bin.abcdefgh.123"];
        foreach (var name in kept.Append(".model.bin.abcdefgh.123.tmp"))
            File.WriteAllText(Path.Combine(_folder.FullName, name), "half");
        var path = Path.Combine(_folder.FullName, "model.bin");

        AtomicFile.Write(path, stream => stream.Write("new"u8), flushes: false);
        Assert.HasCount(6, _folder.GetFiles());
        AtomicFile.Write(path, stream => stream.Write("new"u8));

        Assert.AreSequenceEqual(kept.Append("model.bin").Order(), _folder.GetFiles().Select(file => file.Name).Order());
    }

    [TestMethod]
    public void Write_TwiceAtOnce_BothSucceed()
    {
        var path = Path.Combine(_folder.FullName, "model.bin");
        AtomicFile.Write(path, outer =>
        {
            outer.Write(new byte[1 << 20]);
            AtomicFile.Write(path, inner => inner.Write("inner"u8));
            Assert.AreEqual("inner", File.ReadAllText(path));
        });
        Assert.AreEqual(1 << 20, new FileInfo(path).Length);
        Assert.HasCount(1, _folder.GetFiles());
    }
}
