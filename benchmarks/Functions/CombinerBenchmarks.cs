using BenchmarkDotNet.Attributes;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Benchmarks;

/// <summary>A combiner's own work in a step: three losses to three weights.</summary>
[MemoryDiagnoser]
public class CombinerBenchmarks
{
    private static readonly DenseTask[] s_tasks = [DenseTask.Segmentation(20), DenseTask.Depth(), DenseTask.Motion()];
    private static readonly int[] s_all = [0, 1, 2];

    private CombinerSession _combiner = null!;
    private Tensor _losses = null!;

    public static IReadOnlyDictionary<string, LossCombiner> Combiners { get; } = new Dictionary<string, LossCombiner>
    {
        ["Equal"] = LossCombiner.Equal(),
        ["Geometric"] = LossCombiner.Geometric(),
        ["Focused"] = LossCombiner.Focused("Depth"),
        ["Uncertainty"] = LossCombiner.Uncertainty(),
        ["DynamicWeightAverage"] = LossCombiner.DynamicWeightAverage(),
    };

    public static IEnumerable<string> Names => Combiners.Keys;

    [ParamsSource(nameof(Names))]
    public string Combiner { get; set; } = "";

    [GlobalSetup]
    public void Start()
    {
        _combiner = Combiners[Combiner].Start(s_tasks, CPU);
        _losses = linspace(0.5, 11.5, 3);
    }

    [Benchmark]
    public double Combine()
    {
        using var scope = NewDisposeScope();
        return _combiner.Combine(_losses, s_all).Weights[0].item<float>();
    }

    [GlobalCleanup]
    public void End()
    {
        _combiner.Dispose();
        _losses.Dispose();
    }
}
