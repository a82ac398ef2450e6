using Microsoft.ML.MultiTask.Batches;
using Microsoft.ML.MultiTask.Pipeline;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Scoring;

/// <summary>Scores single rows, for prediction engines and row mappers: one forward pass per row, whichever predictions are read.</summary>
internal sealed class ScoredRow : IRowMapping
{
    private readonly MultiTaskTransformer _transformer;
    private readonly DataViewRow _row;
    private readonly PixelColumn[] _columns;
    private readonly HostBatch _pixels;
    private readonly ScoredOutputs _outputs;
    private long _position = -1;                                    // of the row that has been scored

    internal ScoredRow(MultiTaskTransformer transformer, FrameColumns frames, DataViewRow row)
    {
        (_transformer, _row) = (transformer, row);
        _columns = [.. frames.Columns.Select(column => PixelColumn.Open(row, column))];
        _pixels = new HostBatch(frames, tasks: [], capacity: 1) { Rows = 1 };
        _outputs = new ScoredOutputs(transformer.Tasks, () =>
        {
            if (_position != _row.Position) Score();
            return 0;
        });
    }

    public Delegate Getter(int added) => _outputs.Getter(added);

    public void Dispose()
    {
        _pixels.Dispose();
        _outputs.Dispose();
    }

    private void Score()
    {
        for (int s = 0; s < _columns.Length; s++)
            _columns[s].Read(_pixels.FramePixels(s, row: 0));
        var model = _transformer.Model;
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        _outputs.Replace(_transformer.ScoringNetwork.forward(model.Normalize(DeviceBatch.From(_pixels, model.Device).Frames)));
        _position = _row.Position;
    }
}
