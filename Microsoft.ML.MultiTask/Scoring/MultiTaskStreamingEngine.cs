using System.Runtime.InteropServices;
using Microsoft.ML.Data;
using Microsoft.ML.MultiTask.Batches;
using Microsoft.ML.MultiTask.Images;
using Microsoft.ML.MultiTask.Networks;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>
/// Scores a live video frame by frame. The features of the previous frames are kept, so each new frame costs one pass of the encoder
/// (MultiNet++, section 3.1). Not thread-safe.
/// </summary>
/// <remarks>
/// Until a video has S frames, its first one stands in for the missing ones. Shares the model's network: dispose engine and model in any order.
/// </remarks>
public sealed class MultiTaskStreamingEngine : IDisposable
{
    private readonly MultiTaskTransformer _transformer;
    private readonly LinkedList<FeaturePyramid> _features = [];      // the newest first, at most S; owned
    private readonly FrameDecoder _decoder;
    private readonly byte[] _pixels;                                 // [3, H, W] of the frame being read

    /// <param name="transformer">The trained network.</param>
    /// <param name="options">How it scores; null for the transformer's own.</param>
    /// <exception cref="ArgumentException">An option is out of its range; the message names it.</exception>
    internal MultiTaskStreamingEngine(MultiTaskTransformer transformer, ScoringOptions? options)
    {
        _transformer = transformer.With(options ?? transformer.ScoringOptions);
        _decoder = new FrameDecoder(transformer.Height, transformer.Width);
        _pixels = new byte[_decoder.Length];
    }

    /// <summary>Scores the next frame of the video.</summary>
    /// <param name="path">An image file, PNG or JPEG, of any size.</param>
    /// <exception cref="InvalidDataException">The file is not such an image, or is broken.</exception>
    public FramePrediction Predict(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _decoder.Decode(path, _pixels);
        return Predict(_pixels);
    }

    /// <summary>Scores the next frame of the video.</summary>
    /// <param name="frame">An image of any size; not disposed.</param>
    public FramePrediction Predict(MLImage frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        _decoder.Decode(frame, _pixels);
        return Predict(_pixels);
    }

    /// <summary>Scores the next frame of the video.</summary>
    /// <param name="pixels">The frame at the model's size: [3, H, W], R G B planes of 0 to 255.</param>
    /// <exception cref="ArgumentException"><paramref name="pixels"/> has another length.</exception>
    public FramePrediction Predict(byte[] pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        int h = _transformer.Height, w = _transformer.Width;
        if (pixels.Length != 3 * h * w)
            throw new ArgumentException($"A frame must be 3 x {h} x {w} = {3 * h * w} bytes, but was {pixels.Length}.", nameof(pixels));

        var model = _transformer.Model;
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        var frame = model.Normalize(DeviceBatch.Copy(from_array(pixels).reshape(1, 3, h, w), model.Device));
        var network = _transformer.ScoringNetwork;
        Keep(network.Encode(frame).Select(level => level.DetachFromDisposeScope()));
        var perStream = Enumerable.Range(0, _transformer.Streams).Select(s => _features.ElementAt(Math.Min(s, _features.Count - 1)));
        var outputs = network.Decode([.. perStream]);
        Tensor[] predictions = [.. model.Tasks.Zip(outputs, (task, output) => task.Predict(output))];      // all are queued before the first is read
        return new FramePrediction(h, w, model.Tasks.Zip(predictions).ToDictionary(p => p.First.Name, p => Pixels(p.Second)));
    }

    /// <summary>Drops the kept features: the next frame is the first of another video.</summary>
    public void Reset()
    {
        foreach (var features in _features)
            features.Dispose();
        _features.Clear();
    }

    /// <summary>Frees the kept features, and releases the network.</summary>
    public void Dispose()
    {
        Reset();
        _transformer.Dispose();
    }

    private void Keep(FeaturePyramid features)
    {
        _features.AddFirst(features);
        if (_features.Count <= _transformer.Streams) return;
        _features.Last!.Value.Dispose();
        _features.RemoveLast();
    }

    private static Array Pixels(Tensor prediction)
    {
        var bytes = prediction.cpu().contiguous().bytes;
        return prediction.dtype == ScalarType.Byte ? bytes.ToArray() : MemoryMarshal.Cast<byte, float>(bytes).ToArray();
    }
}
