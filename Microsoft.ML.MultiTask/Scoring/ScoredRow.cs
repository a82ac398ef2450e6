using Microsoft.ML.MultiTask.Batches;
using Microsoft.ML.MultiTask.Pipeline;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Scoring;

/// <summary>
/// Scores one row by itself, for whoever maps rows one at a time: one forward pass, whichever of its columns are asked for.
/// </summary>
internal sealed class ScoredRow : IRowMapping
{
    private readonly MultiTaskTransformer _transformer;
    private readonly DataViewRow _row;
    private readonly PixelColumn[] _columns;
    private readonly HostBatch _pixels;
    private readonly ScoredOutputs _outputs;
    private long _position = -1;

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
        _outputs.Replace(_transformer.Folded.forward(model.Normalize(TensorBatch.From(_pixels, model.Device).Frames)));
        _position = _row.Position;
    }
}
