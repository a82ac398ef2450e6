using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>What CacheFolder keeps.</summary>
[TestClass]
public sealed class LoadFramesCacheTests : IDisposable
{
    private readonly LoadFramesFixture _frames = new();

    public void Dispose() => _frames.Dispose();

    [TestMethod]
    public void Transform_CacheFolder_DecodesAFileOnce()
    {
        var rows = _frames.WriteRows(3);
        var cache = Path.Combine(_frames.Folder.Path, "decoded");
        var plain = _frames.Load(rows);
        foreach (var pass in new[] { "first", "second" })
        {
            var kept = LoadKept(rows, cache);
            foreach (var column in new[] { "Frame0", "Frame1", "Segmentation", "Motion" })
                foreach (var (expected, actual) in plain.GetColumn<byte[]>(column).Zip(kept.GetColumn<byte[]>(column)))
                    Assert.AreSequenceEqual(expected, actual, $"{column}, {pass} pass");
            foreach (var (expected, actual) in plain.GetColumn<float[]>("Depth").Zip(kept.GetColumn<float[]>("Depth")))
                Assert.AreSequenceEqual(expected, actual, $"Depth, {pass} pass");
            Assert.HasCount(3 + (3 * 2), Directory.GetFiles(cache, "*", SearchOption.AllDirectories));
        }
    }

    [TestMethod]
    public void Transform_CacheFolder_IsLeftAloneByFilesThatChange()
    {
        var rows = _frames.WriteRows(2);
        var cache = Path.Combine(_frames.Folder.Path, "decoded");
        var before = LoadKept(rows, cache).GetColumn<byte[]>("Frame0").Single();
        var path = rows.GetColumn<string>("Frame0Path").Single();

        var time = File.GetLastWriteTimeUtc(path);
        var broken = File.ReadAllBytes(path);
        broken.AsSpan(20).Clear();
        File.WriteAllBytes(path, broken);
        File.SetLastWriteTimeUtc(path, time);                       // as far as can be told, the same file
        Assert.AreSequenceEqual(before, LoadKept(rows, cache).GetColumn<byte[]>("Frame0").Single());

        File.SetLastWriteTimeUtc(path, time.AddSeconds(1));
        var e = Assert.ThrowsExactly<InvalidDataException>(() => LoadKept(rows, cache).GetColumn<byte[]>("Frame0").Single());
        Assert.Contains(path, e.Message);
    }

    [TestMethod]
    public void Transform_CacheFolder_StillComparesSizes()
    {
        var rows = _frames.WriteRows(2);
        var cache = Path.Combine(_frames.Folder.Path, "decoded");
        _ = LoadKept(rows, cache).GetColumn<byte[]>("Motion").Single();
        var path = rows.GetColumn<string>("Frame0Path").Single();
        PngImage.Rgb8(2, 2, new byte[12]).Write(path);
        var e = Assert.ThrowsExactly<InvalidDataException>(() => LoadKept(rows, cache).GetColumn<byte[]>("Motion").Single());
        Assert.Contains("2x2", e.Message);
    }

    [TestMethod]
    public void Transform_CacheFolderIsAFile_DecodesAndWarnsOnce()
    {
        var rows = _frames.WriteRows(3);
        var cache = Path.Combine(_frames.Folder.Path, "decoded");
        File.WriteAllText(cache, "");
        var warnings = new List<string>();
        _frames.MLContext.Log += (_, e) => { if (e.Kind == ChannelMessageKind.Warning) warnings.Add(e.RawMessage); };

        var kept = LoadKept(rows, cache);

        foreach (var (expected, actual) in _frames.Load(rows).GetColumn<byte[]>("Frame0").Zip(kept.GetColumn<byte[]>("Frame0")))
            Assert.AreSequenceEqual(expected, actual);
        Assert.ContainsSingle(warning => warning.Contains(cache, StringComparison.Ordinal), warnings);
    }

    private IDataView LoadKept(IDataView rows, string cacheFolder)
    {
        var options = new LoadFramesOptions { Height = FrameFolders.Height, Width = FrameFolders.Width, CacheFolder = cacheFolder };
        return _frames.LoadFrames(options).Fit(rows).Transform(rows);
    }
}
