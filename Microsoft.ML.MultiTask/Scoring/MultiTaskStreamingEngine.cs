using System.Runtime.InteropServices;
using Microsoft.ML.Data;
using Microsoft.ML.MultiTask.Batches;
using Microsoft.ML.MultiTask.Images;
using Microsoft.ML.MultiTask.Networks;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>
/// Scores a live video frame by frame. The features of the previous frames are kept, so each new frame costs one pass of the encoder
/// (MultiNet++, section 3.1). Use one engine per video: calls from several threads wait for each other, and the frames follow in their order.
/// </summary>
/// <remarks>
/// Until a video has S frames, its first one stands in for the missing ones. Shares the model's network: dispose engine and model in any order.
/// </remarks>
public sealed class MultiTaskStreamingEngine : IDisposable
{
    private readonly Lock _lock = new();
    private readonly MultiTaskTransformer _transformer;
    private readonly LinkedList<FeaturePyramid> _features = [];      // the newest first, at most S; owned
    private readonly FrameDecoder _decoder;
    private readonly byte[] _pixels;                                 // [3, H, W] of the frame being read
    private bool _isDisposed;

    /// <param name="transformer">The trained network.</param>
    /// <param name="options">How it scores; null for the transformer's own.</param>
    /// <exception cref="ArgumentException">An option is out of its range; the message names it.</exception>
    internal MultiTaskStreamingEngine(MultiTaskTransformer transformer, ScoringOptions? options)
    {
        _transformer = transformer.With(options ?? transformer.ScoringOptions);
        _decoder = new FrameDecoder(transformer.Height, transformer.Width);
        _pixels = new byte[_decoder.Length];
    }

    /// <summary>Scores the next frame of the video, which is decoded and resized as LoadFrames does.</summary>
    /// <param name="path">An image file, PNG or JPEG, of any size.</param>
    /// <exception cref="InvalidDataException">The file is not such an image, or is broken.</exception>
    /// <exception cref="InvalidOperationException">The model was trained on frames that LoadFrames did not decode.</exception>
    /// <exception cref="ObjectDisposedException">The engine was disposed.</exception>
    public FramePrediction Predict(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return PredictDecoded(() => _decoder.Decode(path, _pixels));
    }

    /// <summary>Scores the next frame of the video, which is resized as LoadFrames does.</summary>
    /// <param name="frame">An image of any size; not disposed.</param>
    /// <exception cref="InvalidOperationException">The model was trained on frames that LoadFrames did not decode.</exception>
    /// <exception cref="ObjectDisposedException">The engine was disposed.</exception>
    public FramePrediction Predict(MLImage frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return PredictDecoded(() => _decoder.Decode(frame, _pixels));
    }

    /// <summary>Scores the next frame of the video.</summary>
    /// <param name="pixels">The frame at the model's size: [3, H, W], R G B planes of 0 to 255.</param>
    /// <exception cref="ArgumentException"><paramref name="pixels"/> has another length.</exception>
    /// <exception cref="ObjectDisposedException">The engine was disposed.</exception>
    public FramePrediction Predict(byte[] pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        CheckLength(pixels.Length, "bytes", nameof(pixels));
        lock (_lock)
            return Score(() => from_array(pixels));
    }

    /// <summary>Scores the next frame of the video, for models that were trained on frames of Single.</summary>
    /// <param name="pixels">The frame at the model's size and in the range of its training data: [3, H, W], R G B planes.</param>
    /// <exception cref="ArgumentException"><paramref name="pixels"/> has another length.</exception>
    /// <exception cref="ObjectDisposedException">The engine was disposed.</exception>
    public FramePrediction Predict(float[] pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        CheckLength(pixels.Length, "values", nameof(pixels));
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (PixelRange.Doubt(pixels) is { } doubt)
                _transformer.WarnOfPixels($"The frame given to {nameof(MultiTaskStreamingEngine)}: {doubt}");
            return Score(() => from_array(pixels));
        }
    }

    /// <summary>Drops the kept features: the next frame is the first of another video.</summary>
    /// <exception cref="ObjectDisposedException">The engine was disposed.</exception>
    public void Reset()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            Drop();
        }
    }

    /// <summary>Frees the kept features, and releases the network. Waits for a frame that is being scored.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            Drop();
            _transformer.Dispose();
        }
    }

    private FramePrediction PredictDecoded(Action decode)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (!_transformer.Model.Settings.LoadsFrames)
                throw new InvalidOperationException(
                    $"The engine cannot read images for this model: its training data had frames in '{_transformer.FrameColumnNames[0]}' that "
                    + $"LoadFrames did not decode, and another decoding or resizing changes predictions. Decode each frame as in training, and pass its "
                    + $"pixels, [3, {_transformer.Height}, {_transformer.Width}], as bytes or floats.");
            decode();
            return Score(() => from_array(_pixels));
        }
    }

    private FramePrediction Score(Func<Tensor> pixels)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        int h = _transformer.Height, w = _transformer.Width;
        using var use = _transformer.Use();
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        var (model, network) = (use.Model, use.Network);
        var frame = model.Normalize(DeviceBatch.Copy(pixels().reshape(1, 3, h, w), model.Device));
        Keep(network.Encode(frame).Select(level => level.DetachFromDisposeScope()));
        var perStream = Enumerable.Range(0, _transformer.Streams).Select(s => _features.ElementAt(Math.Min(s, _features.Count - 1)));
        var outputs = network.Decode([.. perStream]);
        Tensor[] predictions = [.. model.Tasks.Zip(outputs, (task, output) => task.CheckedPrediction(output))];      // all are queued before the first is read
        return new FramePrediction(h, w, model.Tasks.Zip(predictions).ToDictionary(p => p.First.Name, p => Pixels(p.Second)));
    }

    private void CheckLength(int length, string items, string parameter)
    {
        int h = _transformer.Height, w = _transformer.Width;
        if (length != 3 * h * w)
            throw new ArgumentException($"A frame must be 3 x {h} x {w} = {3 * h * w} {items}, but was {length}.", parameter);
    }

    private void Drop()
    {
        foreach (var features in _features)
            features.Dispose();
        _features.Clear();
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
