namespace Microsoft.ML.MultiTask.Tests;

/// <summary>How ReproducePaper reads and splits the paper's data sets.</summary>
[TestClass]
public sealed class PaperDataTests : IDisposable
{
    private readonly ReaderFixture _files = new();

    public void Dispose() => _files.Dispose();

    [TestMethod]
    public void Load_Kitti_HoldsOutLabelledFrames()
    {
        for (int i = 0; i < 5; i++)
        {
            _files.Frame($"training/image_2/00000{i}_10.png", i);
            if (i != 2) _files.Frame($"training/image_2/00000{i}_11.png", i);
            _files.Grey8($"training/semantic/00000{i}_10.png", new byte[8]);
            _files.Grey16($"training/disp_occ_0/00000{i}_10.png", new ushort[8]);
            _files.Grey8($"training/obj_map/00000{i}_10.png", new byte[8]);
        }

        var data = Load(new() { Data = PaperDataSet.Kitti, Stride = -1, ValidationFraction = 0.2 });

        Assert.AreEqual("Segmentation Depth Motion", string.Join(' ', data.Labels));
        Assert.HasCount(4, ReaderFixture.Names(data.Training));
        Assert.AreSequenceEqual(["000004 10"], ReaderFixture.Names(data.HeldOut));
        Assert.AreSequenceEqual(["training/image_2/000004_11.png"], _files.Paths(data.HeldOut, "Frame1Path"));
        Assert.HasCount(20, data.ClassNames);
        Assert.Contains("no public labels", data.Remarks[0]);
        Assert.AreEqual("1 of 5 rows have no neighbouring frame: MultiNet++ sees their one frame twice.", data.Remarks[^1]);
    }

    [TestMethod]
    public void Load_KittiWithoutALabelInBothParts_SaysWhatThereIs()
    {
        _files.Frame("training/image_2/000000_10.png", 0);
        _files.Frame("training/image_2/000001_10.png", 1);
        _files.Grey8("training/semantic/000000_10.png", new byte[8]);
        _files.Grey16("training/disp_occ_0/000001_10.png", new ushort[8]);
        var settings = new PaperSettings { Data = PaperDataSet.Kitti, Stride = -1, ValidationFraction = 0.2 };

        var e = Assert.ThrowsExactly<InvalidOperationException>(() => Load(settings));

        Assert.Contains("Segmentation 1, 0; Depth 1, 0; Motion 0, 0", e.Message);
    }

    [TestMethod]
    public void Load_Cityscapes_TakesTheOfficialSplitAndMotionByOthers()
    {
        foreach (var (part, city) in new[] { ("train", "aachen"), ("val", "lindau") })
        {
            var name = $"{part}/{city}/{city}_000000_000019";
            _files.Frame($"leftImg8bit/{name}_leftImg8bit.png", 19);
            _files.Frame($"leftImg8bit_sequence/{part}/{city}/{city}_000000_000018_leftImg8bit.png", 18);
            _files.Grey8($"gtFine/{name}_gtFine_labelIds.png", new byte[8]);
            _files.Grey16($"disparity/{name}_disparity.png", new ushort[8]);
            _files.Grey8($"moving/{name}_motion.png", 0, 1, 2, 2, 2, 2, 2, 2);
        }
        var settings = new PaperSettings { Data = PaperDataSet.Cityscapes, Stride = 1 };

        var without = Load(settings);
        var with = Load(settings with { MotionFolder = "moving" });

        Assert.AreEqual("Segmentation Depth", string.Join(' ', without.Labels));
        Assert.Contains("--motion", without.Remarks[0]);
        Assert.AreEqual("Segmentation Depth Motion", string.Join(' ', with.Labels));
        Assert.IsEmpty(with.Remarks);
        Assert.AreSequenceEqual(["aachen_000000 19"], ReaderFixture.Names(with.Training));
        Assert.AreSequenceEqual(["lindau_000000 19"], ReaderFixture.Names(with.HeldOut));
        Assert.AreSequenceEqual<byte>([255, 0, 1, 1, 1, 1, 1, 1], _files.Decode<byte>(with.HeldOut, "Motion")[0]);
    }

    [TestMethod]
    public void Load_Synthia_TrainsOnSequence02AndMeasuresOn05()
    {
        foreach (var sequence in new[] { "02-SUMMER", "02-FALL", "05-SUMMER" })
            foreach (int frame in new[] { 0, 1 })
            {
                _files.Frame($"SYNTHIA-SEQS-{sequence}/RGB/Stereo_Left/Omni_F/00000{frame}.png", frame);
                _files.Grey16($"SYNTHIA-SEQS-{sequence}/Depth/Stereo_Left/Omni_F/00000{frame}.png", new ushort[8]);
                _files.Grey8($"SYNTHIA-SEQS-{sequence}/GT/LABELS/Stereo_Left/Omni_F/00000{frame}.png", new byte[8]);
            }

        var data = Load(new() { Data = PaperDataSet.Synthia, Season = "SUMMER", Stride = 1 });

        Assert.AreEqual("Segmentation Depth", string.Join(' ', data.Labels));
        Assert.AreSequenceEqual(["SYNTHIA-SEQS-02-SUMMER 0", "SYNTHIA-SEQS-02-SUMMER 1"], ReaderFixture.Names(data.Training));
        Assert.AreSequenceEqual(["SYNTHIA-SEQS-05-SUMMER 0", "SYNTHIA-SEQS-05-SUMMER 1"], ReaderFixture.Names(data.HeldOut));
        Assert.HasCount(13, data.ClassNames);
    }

    private PaperData Load(PaperSettings settings) => PaperData.Load(_files.MLContext, settings, _files.Path);
}
