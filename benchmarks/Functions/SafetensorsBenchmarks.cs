using BenchmarkDotNet.Attributes;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Benchmarks;

/// <summary>Saves 16 million float32 weights, 64 MB, to memory and loads them again.</summary>
public class SafetensorsBenchmarks
{
    private readonly Dictionary<string, Tensor> _weights = [];
    private readonly MemoryStream _file = new();

    [GlobalSetup]
    public void Start()
    {
        for (int i = 0; i < 16; i++)
            _weights[$"layer{i}.weight"] = linspace(-1, 1, 1_000_000);
        Safetensors.Save(_file, _weights);
    }

    [Benchmark]
    public void Save()
    {
        _file.SetLength(0);
        Safetensors.Save(_file, _weights);
    }

    [Benchmark]
    public void Load()
    {
        using var scope = NewDisposeScope();
        _file.Position = 0;
        Safetensors.Load(_file);
    }

    [GlobalCleanup]
    public void End()
    {
        foreach (var weight in _weights.Values)
            weight.Dispose();
    }
}
