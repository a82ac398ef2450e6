using BenchmarkDotNet.Attributes;
using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Benchmarks;

/// <summary>Decodes a PNG frame of 1242 x 375: at its own size, and resized to 224 x 384.</summary>
[MemoryDiagnoser]
public class FrameBenchmarks
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "multitask-functions");
    private DataViewRowCursor _cursor = null!;
    private ValueGetter<VBuffer<byte>> _frame = null!;
    private VBuffer<byte> _pixels;

    [Params("375 x 1242", "224 x 384")]
    public string Size { get; set; } = "";

    [GlobalSetup]
    public void Start()
    {
        var mlContext = new MLContext(seed: 1);
        var multiTask = mlContext.MultiTask();
        multiTask.Data.GenerateStreets(_folder, new StreetsOptions { Sequences = 1, FramesPerSequence = 2, Width = 1242, Height = 375 });
        var rows = multiTask.Data.LoadSynthia(_folder, new SynthiaOptions { Streams = 1 });
        int[] size = [.. Size.Split(" x ").Select(int.Parse)];
        var decoded = multiTask.Transforms.LoadFrames(size[0], size[1]).Fit(rows).Transform(rows);
        _cursor = decoded.GetRowCursor([decoded.Schema["Frame0"]]);
        _cursor.MoveNext();
        _frame = _cursor.GetGetter<VBuffer<byte>>(decoded.Schema["Frame0"]);
    }

    [Benchmark]
    public int Decode()
    {
        _frame(ref _pixels);
        return _pixels.Length;
    }

    [GlobalCleanup]
    public void End() => _cursor.Dispose();
}
