using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Data sets on disk whose labels are encoded differently, joined as rows of paths and decoded together.</summary>
[TestClass]
public sealed class MixedFilesTests : IDisposable
{
    private readonly MLContext _mlContext = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>
    /// The second set counts depth in half metres, turns every class sample but 0 into class 18, and knows nothing of motion.
    /// </summary>
    [TestMethod]
    public void LoadFrames_OfAConcatenation_DecodesEachRowAsItsOwnSetSays()
    {
        FrameFolders.Write(_folder, "first/a", 0, 1);
        FrameFolders.WriteLabels(_folder, "first/a", 1);
        FrameFolders.Write(_folder, "second/a", 0, 1);
        FrameFolders.WriteLabels(_folder, "second/a", 1);
        Directory.Delete(Path.Combine(_folder.Path, "second/a/motion"), recursive: true);
        var data = _mlContext.MultiTask().Data;
        var first = data.LoadFrameFolders(Path.Combine(_folder.Path, "first"));
        var second = data.LoadFrameFolders(Path.Combine(_folder.Path, "second"), new()
        {
            Depth = new() { MetersPerUnit = 0.5 },
            Segmentation = ClassLabelEncoding.Cityscapes with { ClassOfValue = Enumerable.Range(0, 19).ToDictionary(i => i, i => i == 0 ? 0 : 18) },
        });

        var paths = data.Concatenate(first, second);
        var rows = _mlContext.MultiTask().Transforms.LoadFrames(FrameFolders.Height, FrameFolders.Width).Fit(paths).Transform(paths);

        var depth = rows.GetColumn<float[]>("Depth").ToArray();
        var classes = rows.GetColumn<byte[]>("Segmentation").ToArray();
        var motion = rows.GetColumn<byte[]>("Motion").ToArray();
        Assert.AreEqual(7f, depth[0][7]);
        Assert.AreEqual(7f * 256 / 2, depth[1][7]);
        Assert.AreEqual((byte)7, classes[0][7]);
        Assert.AreEqual((byte)18, classes[1][7]);
        Assert.AreEqual((byte)1, motion[0][7]);
        Assert.IsTrue(motion[1].All(pixel => pixel == 255));
    }

    [TestMethod]
    public void Sample_OfPathsBeforeDecoding_ReadsTheFilesOfTheRowsItDraws()
    {
        FrameFolders.Write(_folder, "first/a", 0, 1, 2, 3);
        FrameFolders.Write(_folder, "second/b", 20, 21);
        var data = _mlContext.MultiTask().Data;
        var paths = data.Sample(
            [data.LoadFrameFolders(Path.Combine(_folder.Path, "first")), data.LoadFrameFolders(Path.Combine(_folder.Path, "second"))], [1, 2], rows: 6);
        var rows = _mlContext.MultiTask().Transforms.LoadFrames(FrameFolders.Height, FrameFolders.Width).Fit(paths).Transform(paths);
        using var cursor = rows.GetRowCursor(rows.Schema, new Random(1));
        var getter = cursor.GetGetter<VBuffer<byte>>(rows.Schema["Frame0"]);
        var numbers = new List<byte>();
        VBuffer<byte> frame = default;
        while (cursor.MoveNext())
        {
            getter(ref frame);
            numbers.Add(frame.GetItemOrDefault(0));                                        // red is the frame's number
        }
        Assert.AreEqual(4, numbers.Count(number => number == 21));
        Assert.HasCount(2, numbers.Where(number => number is >= 1 and <= 3).Distinct());
    }
}
