using BenchmarkDotNet.Attributes;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Benchmarks;

/// <summary>A task's loss with its gradient, and its prediction: a batch of two at 224 x 384.</summary>
public class LossBenchmarks
{
    private const int Height = 224;
    private const int Width = 384;

    private Tensor _output = null!;
    private Tensor _label = null!;

    public static IReadOnlyDictionary<string, DenseTask> Tasks { get; } =
        new[] { DenseTask.Segmentation(20), DenseTask.Depth(), DenseTask.Motion() }.ToDictionary(task => task.Name);

    public static IEnumerable<string> Names => Tasks.Keys;

    [ParamsSource(nameof(Names))]
    public string Task { get; set; } = "";

    [GlobalSetup]
    public void Start()
    {
        var pixels = arange(2 * Height * Width);
        _output = (arange(2L * Tasks[Task].OutputChannels * Height * Width).to(ScalarType.Float32) * 0.1).sin()
            .reshape(2, Tasks[Task].OutputChannels, Height, Width).requires_grad_();
        _label = Task == "Depth" ? pixels.remainder(80).to(ScalarType.Float32).reshape(2, Height, Width)
            : pixels.remainder(Tasks[Task].OutputChannels).to(ScalarType.Byte).reshape(2, Height, Width);
    }

    [Benchmark]
    public void LossAndGradient()
    {
        using var scope = NewDisposeScope();
        autograd.grad([Tasks[Task].Loss(_output, _label)], [_output]);
    }

    [Benchmark]
    public void Predict()
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        Tasks[Task].Predict(_output);
    }

    [GlobalCleanup]
    public void End()
    {
        _output.Dispose();
        _label.Dispose();
    }
}
