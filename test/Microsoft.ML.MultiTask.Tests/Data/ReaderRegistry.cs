namespace Microsoft.ML.MultiTask.Tests;

/// <summary>How the contract tests ask every reader for rows.</summary>
internal sealed record Asked(int Streams = 2, int Stride = 1, SequenceStart Start = SequenceStart.Skip, ClassMap? Map = null);

/// <summary>One reader: how to write two sequences of five frames in its layout, and how to read them.</summary>
/// <param name="Name">The reader's method.</param>
/// <param name="WriteFrame">Writes the frame of sequence 0 or 1 at time 0 to 4, the last one being that which has labels.</param>
/// <param name="WriteLabels">Writes the labels of the last frame of sequence 0.</param>
/// <param name="Load">Reads a folder.</param>
internal sealed record ReaderCase(
    string Name, Action<ReaderFixture, int, int> WriteFrame, Action<ReaderFixture> WriteLabels,
    Func<ReaderFixture, string, Asked, IDataView> Load)
{
    /// <summary>Strides that the reader's frames allow.</summary>
    public bool HasStrides { get; init; } = true;

    public override string ToString() => Name;
}

/// <summary>Every reader. A new one is tested the day it is listed.</summary>
internal static class ReaderRegistry
{
    private static readonly byte[] s_samples = [1, 1, 1, 1, 1, 1, 1, 1];
    private static readonly ushort[] s_words = [256, 256, 256, 256, 256, 256, 256, 256];

    public static IEnumerable<ReaderCase> All =>
    [
        new("LoadFrameFolders",
            (files, s, t) => files.Frame($"s{s}/frames/{t:D6}.png", t),
            files =>
            {
                files.Grey8("s0/segmentation/000004.png", s_samples);
                files.Grey16("s0/depth/000004.png", s_words);
                files.Grey8("s0/motion/000004.png", s_samples);
            },
            (files, folder, asked) => files.Data.LoadFrameFolders(folder, With(new FrameFolderOptions(), asked))),
        new("LoadSynthia",
            (files, s, t) => files.Frame($"SYNTHIA-SEQS-0{s + 1}-FOG/RGB/Stereo_Left/Omni_F/{t:D6}.png", t),
            files =>
            {
                files.Image("SYNTHIA-SEQS-01-FOG/GT/LABELS/Stereo_Left/Omni_F/000004.png", PngImage.Rgb16(4, 2, Triples(3)));
                files.Image("SYNTHIA-SEQS-01-FOG/Depth/Stereo_Left/Omni_F/000004.png", PngImage.Rgb16(4, 2, Triples(100)));
            },
            (files, folder, asked) => files.Data.LoadSynthia(folder, With(new SynthiaOptions(), asked))),
        new("LoadKitti",
            (files, s, t) => files.Frame($"training/image_2/{s:D6}_{14 - t:D2}.png", t),
            files =>
            {
                files.Grey8("training/semantic/000000_10.png", 7, 7, 7, 7, 7, 7, 7, 7);
                files.Grey16("training/disp_occ_0/000000_10.png", s_words);
                files.Grey8("training/obj_map/000000_10.png", s_samples);
            },
            (files, folder, asked) => files.Data.LoadKitti(folder, With(new KittiOptions(), asked, unit: -1))),
        new("LoadCityscapes",
            (files, s, t) =>
            {
                var package = t == 4 ? "leftImg8bit" : "leftImg8bit_sequence";
                files.Frame($"{package}/train/ulm/ulm_{s:D6}_{15 + t:D6}_leftImg8bit.png", t);
            },
            files =>
            {
                files.Grey8("gtFine/train/ulm/ulm_000000_000019_gtFine_labelIds.png", 7, 7, 7, 7, 7, 7, 7, 7);
                files.Grey16("disparity/train/ulm/ulm_000000_000019_disparity.png", s_words);
            },
            (files, folder, asked) => files.Data.LoadCityscapes(folder, With(new CityscapesOptions(), asked))),
        new("LoadVirtualKitti2",
            (files, s, t) => files.Frame($"Scene01/variation{s}/frames/rgb/Camera_0/rgb_{t:D5}.png", t),
            files =>
            {
                const string Frames = "Scene01/variation0/frames";
                files.Colors(Frames + "/classSegmentation/Camera_0/classgt_00004.png", [.. Enumerable.Repeat(0x643C64, 8)]);
                files.Grey16(Frames + "/depth/Camera_0/depth_00004.png", s_words);
                files.Grey8(Frames + "/instanceSegmentation/Camera_0/instancegt_00004.png", s_samples);
                files.Text("Scene01/variation0/bbox.txt", "frame cameraID trackID\n4 0 0 0 0 0 0 9 0 0 True\n");
            },
            (files, folder, asked) => files.Data.LoadVirtualKitti2(folder, With(new VirtualKitti2Options(), asked))),
        new("LoadCamVid",
            (files, s, t) => files.Frame($"train/000{s}TP_{t * 30:D6}.png", t),
            files => files.Grey8("trainannot/0000TP_000120.png", 3, 3, 3, 3, 3, 3, 3, 3),
            (files, folder, asked) => files.Data.LoadCamVid(folder, With(new CamVidOptions(), asked, unit: 30))),
        new("LoadWoodScape",
            (files, s, t) =>
            {
                if (t == 4)
                    files.Frame($"rgb_images/0000{s}_FV.png", t);
                if (t == 3)
                    files.Frame($"previous_images/0000{s}_FV_prev.png", t);
            },
            files =>
            {
                files.Grey8("semantic_annotations/gtLabels/00000_FV.png", s_samples);
                files.Grey8("motion_annotations/gtLabels/00000_FV.png", s_samples);
            },
            (files, folder, asked) => files.Data.LoadWoodScape(folder, With(new WoodScapeOptions(), asked))) { HasStrides = false },
        new("LoadFrameTable",
            (files, s, t) =>
            {
                files.Frame($"{s}-{t}.png", t);
                var label = (s, t) == (0, 4) ? "class.png" : "";
                var header = (s, t) == (0, 0) ? "Frame0Path,Sequence,FrameIndex,SegmentationPath\n" : "";
                File.AppendAllText(files.FullPath("frames.csv"), $"{header}{s}-{t}.png,s{s},{t},{label}\n");
            },
            files => files.Grey8("class.png", s_samples),
            (files, folder, asked) => files.Data.LoadFrameTable(Path.Combine(folder, "frames.csv"), With(new FrameTableOptions(), asked))),
    ];

    private static T With<T>(T options, Asked asked, int unit = 1)
        where T : SequenceOptions =>
        options with { Streams = asked.Streams, Stride = asked.Stride * unit, SequenceStart = asked.Start, ClassMap = asked.Map };

    private static ushort[] Triples(ushort sample) => [.. Enumerable.Repeat(sample, 24)];
}
