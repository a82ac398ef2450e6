using Microsoft.ML.MultiTask.Batches;
using Microsoft.ML.MultiTask.Pipeline;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Scoring;

/// <summary>Scores single rows, for prediction engines and row mappers: one forward pass per row, whichever predictions are read.</summary>
internal sealed class ScoredRow : IRowMapping
{
    private readonly MultiTaskTransformer _transformer;
    private readonly DataViewRow _row;
    private readonly FrameColumns _frames;
    private readonly PixelColumn[] _columns;
    private readonly HostBatch _pixels;
    private readonly ScoredOutputs _outputs;
    private long _position = -1;                                    // of the row that has been scored
    private bool _isDisposed;

    internal ScoredRow(MultiTaskTransformer transformer, FrameColumns frames, DataViewRow row)
    {
        (_transformer, _row, _frames) = (transformer, row, frames);
        _columns = [.. frames.Columns.Select(column => PixelColumn.Open(row, column))];
        _pixels = new HostBatch(frames, tasks: [], capacity: 1) { Rows = 1 };
        _outputs = new ScoredOutputs(transformer.Tasks, () =>
        {
            _transformer.ThrowIfDisposed();
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(DataViewRow));                  // a prediction engine's, or a row mapper's
            if (_position != _row.Position) Score();
            return 0;
        });
    }

    public Delegate Getter(int added) => _outputs.Getter(added);

    public void Dispose()
    {
        _isDisposed = true;
        _pixels.Dispose();
        _outputs.Dispose();
    }

    private void Score()
    {
        for (int s = 0; s < _columns.Length; s++)
        {
            var pixels = _pixels.FramePixels(s, row: 0);
            _columns[s].Read(pixels);
            if (PixelRange.Doubt(pixels, _frames.Columns[s], _row.Position) is { } doubt)
                _transformer.WarnOfPixels(doubt);
        }
        using var use = _transformer.Use();
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        var model = use.Model;
        _outputs.Replace(use.Network.forward(model.Normalize(DeviceBatch.From(_pixels, model.Device).Frames)));
        _position = _row.Position;
    }
}
