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
}
