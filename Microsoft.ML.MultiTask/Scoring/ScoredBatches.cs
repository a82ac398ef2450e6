using Microsoft.ML.MultiTask.Batches;
using Microsoft.ML.MultiTask.Pipeline;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Scoring;

/// <summary>Scores the rows of a data view in batches, read ahead, for a cursor that moves over the same rows in the same order.</summary>
internal sealed class ScoredBatches : IRowMapping
{
    private readonly MultiTaskTransformer _transformer;
    private readonly DataViewRow _row;
    private readonly int _batchSize;
    private readonly EncodedFrames _frames;
    private readonly IEnumerator<HostBatch> _batches;
    private readonly ScoredOutputs _outputs;
    private long _batch = -1;                                  // the number of the batch that _batches stands on
    private bool _isScored;

    /// <param name="transformer">What scores.</param>
    /// <param name="reader">The frames, in batches of <paramref name="batchSize"/>.</param>
    /// <param name="batchSize">Rows in a batch.</param>
    /// <param name="shuffleSeed">The seed of the order that <paramref name="row"/> moves in; null for the data's own.</param>
    /// <param name="row">The row that is asked about.</param>
    internal ScoredBatches(MultiTaskTransformer transformer, BatchReader reader, int batchSize, int? shuffleSeed, DataViewRow row)
    {
        (_transformer, _row, _batchSize) = (transformer, row, batchSize);
        _frames = new EncodedFrames(transformer.Model, transformer.Folded);
        _batches = reader.Read(shuffleSeed).GetEnumerator();
        _outputs = new ScoredOutputs(transformer.Tasks, () =>
        {
            Score();
            return (int)(_row.Position % _batchSize);
        });
    }

    public Delegate Getter(int added) => _outputs.Getter(added);

    public void Dispose()
    {
        _batches.Dispose();
        _frames.Dispose();
        _outputs.Dispose();
    }

    /// <summary>Scores the batch that holds the current row, unless it is scored already.</summary>
    private void Score()
    {
        long wanted = _row.Position / _batchSize;
        while (_batch < wanted)
        {
            if (!_batches.MoveNext())
                throw new InvalidOperationException(
                    $"Row {_row.Position} was not there when the data was read a second time: every cursor over the data must see the same "
                    + "rows.");
            (_batch, _isScored) = (_batch + 1, false);
        }
        if (_isScored) return;
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        _outputs.Replace(_transformer.Folded.Decode(_frames.Encode(_batches.Current)));
        _isScored = true;
    }
}
