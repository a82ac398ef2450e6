using System.Runtime.InteropServices;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Scoring;

/// <summary>
/// The outputs of some rows, and the getters of the columns that a model adds. Predictions are made when they are asked for.
/// </summary>
/// <param name="tasks">The tasks, in the order of the outputs.</param>
/// <param name="current">Sees to it that the current row is among the outputs, and returns its place there.</param>
internal sealed class ScoredOutputs(IReadOnlyList<DenseTask> tasks, Func<int> current) : IDisposable
{
    private readonly Tensor?[] _outputs = new Tensor?[tasks.Count];             // [N, C, H, W], on the computing device
    private readonly Tensor?[] _scores = new Tensor?[tasks.Count];              // the same on the CPU, contiguous
    private readonly Tensor?[] _predictions = new Tensor?[tasks.Count];         // [N, H, W], on the CPU, contiguous

    /// <summary>The getter of an added column: each task's prediction, then each task's scores.</summary>
    internal Delegate Getter(int added)
    {
        int task = added % tasks.Count;
        if (added >= tasks.Count)
            return (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) => Fill(ref value, current(), Scores(task)));
        return tasks[task].ItemType.RawType == typeof(byte)
            ? (ValueGetter<VBuffer<byte>>)((ref VBuffer<byte> value) => Fill(ref value, current(), Predictions(task)))
            : (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) => Fill(ref value, current(), Predictions(task)));
    }

    /// <summary>Puts the outputs of other rows in place of those before, and takes them over.</summary>
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

    // Asked for after `current`, which may have replaced the outputs.
    private Func<Tensor> Scores(int task) => () => _scores[task] ??= OnHost(_outputs[task]!.alias());

    private Func<Tensor> Predictions(int task) => () => _predictions[task] ??= OnHost(tasks[task].Predict(_outputs[task]!));

    private static Tensor OnHost(Tensor rows)
    {
        using (rows)
        using (var host = rows.cpu())
            return host.contiguous().DetachFromDisposeScope();
    }

    private static void Fill<T>(ref VBuffer<T> value, int row, Func<Tensor> rows) where T : unmanaged
    {
        var tensor = rows();
        int length = checked((int)(tensor.numel() / tensor.shape[0]));
        var editor = VBufferEditor.Create(ref value, length);
        MemoryMarshal.Cast<byte, T>(tensor.bytes).Slice(row * length, length).CopyTo(editor.Values);
        value = editor.Commit();
    }
}
