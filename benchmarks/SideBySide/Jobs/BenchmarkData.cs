using Microsoft.ML;
using Microsoft.ML.MultiTask;

/// <summary>Generated streets of the size of KITTI's frames, and a folder of their frames alone; made once and kept.</summary>
internal static class BenchmarkData
{
    private const int LoadedFrames = 480;

    /// <summary>A folder of sequences with every label.</summary>
    internal static string Streets(string folder)
    {
        var streets = Path.Combine(folder, "streets");
        new MLContext().MultiTask().Data.GenerateStreets(streets, new StreetsOptions { Sequences = 2, FramesPerSequence = 24, Width = 1242, Height = 375 });
        return streets;
    }

    /// <summary>A sequence of many frames and class labels in plain folders. Only the first <paramref name="real"/> are images; the others
    /// are empty files, which a training that takes the rows in order and ends early does not read.</summary>
    internal static string LongSequence(JobOptions job, int frames, int real)
    {
        var sequence = Path.Combine(job.Output, "long", FormattableString.Invariant($"{frames}"));
        if (Directory.Exists(sequence)) return sequence;
        var row = new MLContext().MultiTask().Data.LoadSynthia(job.Data, new SynthiaOptions { Streams = 1 }).Preview(1).RowView[0].Values;
        foreach (var (folder, column) in new[] { ("frames", "Frame0Path"), ("segmentation", "SegmentationPath") })
        {
            var made = Directory.CreateDirectory(Path.Combine(sequence + ".part", folder)).FullName;
            var image = File.ReadAllBytes($"{row.Single(value => value.Key == column).Value}");
            for (int i = 0; i < frames; i++)
                File.WriteAllBytes(Path.Combine(made, FormattableString.Invariant($"{i:000000}.png")), i < real ? image : []);
        }
        Directory.Move(sequence + ".part", sequence);
        return sequence;
    }

    /// <summary>A folder of PNG files, all different as long as there are enough frames.</summary>
    internal static string Frames(string folder, string streets)
    {
        var frames = Directory.CreateDirectory(Path.Combine(folder, "frames")).FullName;
        var rendered = Directory.GetFiles(streets, "*.png", SearchOption.AllDirectories)
            .Where(path => path.Contains($"{Path.DirectorySeparatorChar}RGB{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .ToArray();
        for (int i = 0; i < LoadedFrames; i++)
        {
            var copy = Path.Combine(frames, $"{i:000000}.png");
            if (!File.Exists(copy)) File.Copy(rendered[i % rendered.Length], copy);
        }
        return frames;
    }
}
