namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class DecodedImagesTests
{
    private static readonly byte[] s_values = [.. Enumerable.Range(0, 500).Select(i => (byte)(7 * i))];
    private static readonly ImageSize s_size = new(1242, 375);

    [TestMethod]
    public void TryRead_WhatWasWritten_IsTheSame()
    {
        using var folder = new TemporaryFolder();
        var images = new DecodedImages(System.IO.Path.Combine(folder.Path, "decoded"), Assert.Fail);
        Assert.IsFalse(images.TryRead("a", new byte[500], out _));
        images.Write("a", s_values, s_size);
        var read = new byte[500];
        Assert.IsTrue(new DecodedImages(System.IO.Path.Combine(folder.Path, "decoded"), Assert.Fail).TryRead("a", read, out var size));
        Assert.AreSequenceEqual(s_values, read);
        Assert.AreEqual(s_size, size);
        Assert.IsFalse(images.TryRead("b", read, out _));
        Assert.IsFalse(images.TryRead("a", new byte[499], out _));
    }

    [TestMethod]
    [DataRow(0, DisplayName = "in the checksum")]
    [DataRow(5, DisplayName = "in the width")]
    [DataRow(11, DisplayName = "in the height")]
    [DataRow(300, DisplayName = "in the values")]
    public void TryRead_AChangedByte_CountsAsMissing(int at)
    {
        using var folder = new TemporaryFolder();
        var images = new DecodedImages(folder.Path, Assert.Fail);
        images.Write("a", s_values, s_size);
        var file = Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).Single();
        var content = File.ReadAllBytes(file);
        content[at] ^= 4;
        File.WriteAllBytes(file, content);
        Assert.IsFalse(images.TryRead("a", new byte[500], out _));
        File.WriteAllBytes(file, content[..100]);
        Assert.IsFalse(images.TryRead("a", new byte[500], out _));
    }

    [TestMethod]
    public void Write_FolderIsAFile_WarnsOnceAndGoesOn()
    {
        using var folder = new TemporaryFolder();
        var path = System.IO.Path.Combine(folder.Path, "decoded");
        File.WriteAllText(path, "");
        var warnings = new List<string>();
        var images = new DecodedImages(path, warnings.Add);

        for (var i = 0; i < 3; i++)
        {
            Assert.IsFalse(images.TryRead($"{i}", new byte[500], out _));
            images.Write($"{i}", s_values, s_size);
        }

        Assert.HasCount(1, warnings);
        Assert.StartsWith($"Cache folder '{path}' cannot be", warnings[0]);
    }

    [TestMethod]
    public void Write_LongFolder_IsPossible()
    {
        using var folder = new TemporaryFolder();
        var images = new DecodedImages(System.IO.Path.Combine(folder.Path, new string('d', 100), new string('e', 100), new string('f', 200)), Assert.Fail);

        images.Write("a", s_values, s_size);

        Assert.IsTrue(images.TryRead("a", new byte[500], out _));
    }

    [TestMethod]
    public void KeyOf_AnotherFileUnderThePath_IsAnother()
    {
        using var folder = new TemporaryFolder();
        var path = System.IO.Path.Combine(folder.Path, "frame.png");
        Assert.IsNull(DecodedImages.KeyOf(path, "frame 2x2"));
        File.WriteAllBytes(path, [1, 2, 3]);
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);
        var key = DecodedImages.KeyOf(path, "frame 2x2");
        Assert.IsNotNull(key);
        Assert.AreEqual(key, DecodedImages.KeyOf(path, "frame 2x2"));
        Assert.AreNotEqual(key, DecodedImages.KeyOf(path, "frame 4x4"));
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch.AddTicks(10));
        Assert.AreNotEqual(key, DecodedImages.KeyOf(path, "frame 2x2"));
        File.WriteAllBytes(path, [1, 2, 3, 4]);
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);
        Assert.AreNotEqual(key, DecodedImages.KeyOf(path, "frame 2x2"));
    }
}
