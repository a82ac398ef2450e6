using Microsoft.ML.Data;
using Microsoft.ML.MultiTask.Batches;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Scoring;

/// <summary>The network's outputs for a batch of rows, and the getters of the columns made from them. Owns the outputs.</summary>
/// <param name="tasks">The tasks, in the order of the outputs.</param>
/// <param name="current">Makes sure that the current row has been scored, and returns its place in the batch.</param>
internal sealed class ScoredOutputs(IReadOnlyList<DenseTask> tasks, Func<int> current) : IDisposable
{
    private readonly Tensor?[] _outputs = new Tensor?[tasks.Count];             // [N, C, H, W], on the computing device
    private readonly Tensor?[] _scores = new Tensor?[tasks.Count];              // the same on the CPU, contiguous; made when read
    private readonly Tensor?[] _predictions = new Tensor?[tasks.Count];         // [N, (K,) H, W], on the CPU, contiguous; made when read

    /// <summary>The getter of an added column: each task's prediction, then each task's scores.</summary>
    internal Delegate Getter(int added)
    {
        int task = added % tasks.Count;
        if (added >= tasks.Count)
            return Getter<float>(() => _scores[task] ??= OnHost(() => _outputs[task]!));
        return tasks[task].ItemType.RawType == typeof(byte) ? Getter<byte>(Predict) : Getter<float>(Predict);

        Tensor Predict() => _predictions[task] ??= OnHost(() => tasks[task].CheckedPrediction(_outputs[task]!));
    }

    /// <summary>Replaces the outputs by those of another batch.</summary>
    /// <param name="outputs">For each task [N, C, H, W]; ownership passes to this.</param>
    internal void Replace(IReadOnlyList<Tensor> outputs)
    {
        Dispose();
        for (int t = 0; t < tasks.Count; t++)
            _outputs[t] = outputs[t].DetachFromDisposeScope();
    }

    public void Dispose()
    {
        foreach (var held in new[] { _outputs, _scores, _predictions })
            for (int t = 0; t < held.Length; t++)
            {
                held[t]?.Dispose();
                held[t] = null;
            }
    }

    private ValueGetter<VBuffer<T>> Getter<T>(Func<Tensor> rows) where T : unmanaged => (ref VBuffer<T> value) =>
    {
        int place = current();                                                  // first: it may replace the outputs
        var pixels = rows().bytes;
        int length = pixels.Length / (int)_outputs[0]!.shape[0];
        PixelColumn.Write(pixels.Slice(place * length, length), ref value);
    };

    private static Tensor OnHost(Func<Tensor> rows)
    {
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        return rows().cpu().contiguous().DetachFromDisposeScope();
    }
}
