using Microsoft.ML.MultiTask.Batches;
using Microsoft.ML.MultiTask.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Scoring;

/// <summary>
/// Encodes the frames of batches of rows, each distinct frame once: in a video, the predecessors in a row are the frames of the rows before.
/// Frames are compared by their pixels. Owns a copy of the last row's frames and features. Not thread-safe.
/// </summary>
internal sealed class EncodedFrames : IDisposable
{
    private readonly List<Tensor> _keptPixels = [];                  // [3, H, W] each: the last row's distinct frames, the oldest first
    private FeaturePyramid? _keptFeatures;                           // of these frames, [kept, C, h, w]

    /// <summary>The features of a batch.</summary>
    /// <param name="batch">At least one row.</param>
    /// <param name="model">Normalises the frames.</param>
    /// <param name="network">Encodes them: the model's, always the same.</param>
    /// <returns>S pyramids, [N, C, h, w], the current frames' first; the caller's dispose scope owns them.</returns>
    internal FeaturePyramid[] Encode(HostBatch batch, MultiTaskModel model, MultiNetPlusPlusNetwork network)
    {
        using var scope = NewDisposeScope();
        var (places, fresh) = Find(batch);
        FeaturePyramid? encoded = fresh.Count == 0 ? null
            : network.Encode(model.Normalize(stack(fresh.Select(pixels => DeviceBatch.Copy(pixels, model.Device)).ToArray())));
        var all = Join(_keptFeatures, encoded);

        int streams = places.GetLength(1);
        int[] Of(int s) => [.. Enumerable.Range(0, batch.Rows).Select(row => places[row, s])];
        var perStream = Enumerable.Range(0, streams)
            .Select(s => all.Select(level => Pick(level, Of(s)).MoveToOuterDisposeScope())).ToArray();
        Keep(all, batch, [.. Enumerable.Range(0, streams).Select(s => places[batch.Rows - 1, s])]);
        return perStream;
    }

    public void Dispose()
    {
        foreach (var pixels in _keptPixels)
            pixels.Dispose();
        _keptPixels.Clear();
        _keptFeatures?.Dispose();
        _keptFeatures = null;
    }

    /// <summary>Finds the frames to encode.</summary>
    /// <returns>[N, S] indices of each frame's features, the kept ones first and then the fresh ones; and the fresh frames' pixels, views.</returns>
    private (int[,] Places, List<Tensor> Fresh) Find(HostBatch batch)
    {
        int streams = (int)batch.Frames.shape[0];
        var places = new int[batch.Rows, streams];
        var fresh = new List<Tensor>();
        for (int row = 0; row < batch.Rows; row++)
            for (int s = streams - 1; s >= 0; s--)                   // the oldest first: the features of a video lie in order
                if (Place(row, s) is { } place)
                    places[row, s] = place;
                else
                {
                    places[row, s] = _keptPixels.Count + fresh.Count;
                    fresh.Add(batch.Frames[s, row]);
                }
        return (places, fresh);

        int? Place(int row, int s)
        {
            var pixels = batch.FramePixels(s, row);
            for (int k = 0; row == 0 && k < _keptPixels.Count; k++)
                if (pixels.SequenceEqual(_keptPixels[k].bytes)) return k;
            for (int other = 0; row > 0 && other < streams; other++)
                if (pixels.SequenceEqual(batch.FramePixels(other, row - 1))) return places[row - 1, other];
            for (int other = s + 1; other < streams; other++)
                if (pixels.SequenceEqual(batch.FramePixels(other, row))) return places[row, other];
            return null;
        }
    }

    private static FeaturePyramid Join(FeaturePyramid? kept, FeaturePyramid? encoded)
    {
        if (kept is null) return encoded!;
        return encoded is null ? kept : FeaturePyramid.Join([kept, encoded], levels => cat(levels, 0));
    }

    /// <summary>The features at some places, [places, C, h, w]: a view if the places are consecutive.</summary>
    private static Tensor Pick(Tensor level, int[] places) =>
        places.Zip(places.Skip(1)).All(p => p.Second == p.First + 1)
            ? level.narrow(0, places[0], places.Length)
            : cat([.. places.Select(place => level.narrow(0, place, 1))], 0);

    private void Keep(FeaturePyramid all, HostBatch batch, int[] places)
    {
        int[] distinct = [.. places.Reverse().Distinct()];
        var features = all.Select(level => Pick(level, distinct).clone().DetachFromDisposeScope());
        Tensor[] pixels = [.. distinct.Select(place =>
            batch.Frames[Array.LastIndexOf(places, place), batch.Rows - 1].clone().DetachFromDisposeScope())];
        Dispose();
        _keptFeatures = features;
        _keptPixels.AddRange(pixels);
    }
}
