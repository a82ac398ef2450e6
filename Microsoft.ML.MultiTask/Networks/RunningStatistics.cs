using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Networks;

/// <summary>A copy of a network's running statistics, which a forward pass in training changes. Owns the copy.</summary>
internal sealed class RunningStatistics : IDisposable
{
    private readonly (Tensor Buffer, Tensor Copy)[] _buffers;

    internal RunningStatistics(nn.Module network) =>
        _buffers = [.. network.named_buffers().Select(pair => (pair.buffer, pair.buffer.clone().DetachFromDisposeScope()))];

    /// <summary>Copies the statistics.</summary>
    internal void Keep()
    {
        foreach (var (buffer, copy) in _buffers)
            copy.copy_(buffer);
    }

    /// <summary>Puts the copied statistics back.</summary>
    internal void Restore()
    {
        foreach (var (buffer, copy) in _buffers)
            buffer.copy_(copy);
    }

    public void Dispose()
    {
        foreach (var (_, copy) in _buffers)
            copy.Dispose();
    }
}
