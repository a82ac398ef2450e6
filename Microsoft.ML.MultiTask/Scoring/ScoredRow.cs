using System.Runtime.InteropServices;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>Scores the row that a cursor stands on: one forward pass, whichever of its columns are asked for.</summary>
internal sealed class ScoredRow : IRowMapping
{
    private readonly MultiTaskTransformer _transformer;
    private readonly MultiTaskModel _model;
    private readonly DataViewRow _row;
    private readonly PixelColumn[] _columns;
    private readonly HostBatch _pixels;
    private readonly Tensor?[] _outputs;                       // per task [1, C, H, W] of the row at _position, on the CPU
    private long _position = -1;

    internal ScoredRow(MultiTaskTransformer transformer, FrameColumns frames, DataViewRow row)
    {
        (_transformer, _model, _row) = (transformer, transformer.Model, row);
        _columns = [.. frames.Columns.Select(column => PixelColumn.Open(row, column))];
        _pixels = new HostBatch(frames, tasks: [], capacity: 1) { Rows = 1 };
        _outputs = new Tensor?[_model.Tasks.Count];
    }

    public Delegate Getter(int added)
    {
        var task = _model.Tasks[added % _model.Tasks.Count];
        int index = added % _model.Tasks.Count;
        if (added >= _model.Tasks.Count)
            return (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) => Fill(ref value, Output(index).alias()));
        return task.ItemType.RawType == typeof(byte)
            ? (ValueGetter<VBuffer<byte>>)((ref VBuffer<byte> value) => Fill(ref value, task.Predict(Output(index))))
            : (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) => Fill(ref value, task.Predict(Output(index))));
    }

    public void Dispose()
    {
        _pixels.Dispose();
        foreach (var output in _outputs)
            output?.Dispose();
    }

    private Tensor Output(int task)
    {
        if (_position != _row.Position)
        {
            Score();
            _position = _row.Position;
        }
        return _outputs[task]!;
    }

    private void Score()
    {
        for (int s = 0; s < _columns.Length; s++)
            _columns[s].Read(_pixels.FramePixels(s, row: 0));
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        var outputs = _transformer.Folded.Forward(_model.Normalize(TensorBatch.From(_pixels, _model.Device).Frames));
        for (int t = 0; t < outputs.Count; t++)
        {
            _outputs[t]?.Dispose();
            _outputs[t] = outputs[t].cpu().DetachFromDisposeScope();
        }
    }

    /// <summary>Copies a tensor into a dense buffer and disposes it.</summary>
    private static void Fill<T>(ref VBuffer<T> value, Tensor pixels) where T : unmanaged
    {
        using var dense = pixels.contiguous();
        var editor = VBufferEditor.Create(ref value, checked((int)dense.numel()));
        MemoryMarshal.Cast<byte, T>(dense.bytes).CopyTo(editor.Values);
        value = editor.Commit();
        pixels.Dispose();
    }
}
