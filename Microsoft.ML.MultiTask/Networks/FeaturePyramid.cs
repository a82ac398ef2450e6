using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>
/// An encoder's feature maps at 1/4, 1/8, 1/16 and 1/32 of the frames' height and width: [N, C, H/4, W/4], [N, C', H/8, W/8] and so on. An
/// encoder makes all of them; a network keeps those that its decoders use.
/// </summary>
public sealed class FeaturePyramid : IDisposable
{
    private readonly Tensor?[] _levels;                              // the finest first; null where not kept

    /// <param name="quarter">[N, C, H/4, W/4].</param>
    /// <param name="eighth">[N, C', H/8, W/8], of the same type.</param>
    /// <param name="sixteenth">[N, C'', H/16, W/16].</param>
    /// <param name="thirtySecond">[N, C''', H/32, W/32].</param>
    public FeaturePyramid(Tensor quarter, Tensor eighth, Tensor sixteenth, Tensor thirtySecond)
    {
        ArgumentNullException.ThrowIfNull(quarter);
        ArgumentNullException.ThrowIfNull(eighth);
        ArgumentNullException.ThrowIfNull(sixteenth);
        ArgumentNullException.ThrowIfNull(thirtySecond);
        _levels = [quarter, eighth, sixteenth, thirtySecond];
    }

    private FeaturePyramid(Tensor?[] levels) => _levels = levels;

    /// <summary>[N, C, H/4, W/4].</summary>
    /// <exception cref="InvalidOperationException">No decoder uses the level.</exception>
    public Tensor Quarter => Level(0);

    /// <summary>[N, C', H/8, W/8].</summary>
    /// <exception cref="InvalidOperationException">No decoder uses the level.</exception>
    public Tensor Eighth => Level(1);

    /// <summary>[N, C'', H/16, W/16].</summary>
    /// <exception cref="InvalidOperationException">No decoder uses the level.</exception>
    public Tensor Sixteenth => Level(2);

    /// <summary>[N, C''', H/32, W/32].</summary>
    /// <exception cref="InvalidOperationException">No decoder uses the level.</exception>
    public Tensor ThirtySecond => Level(3);

    /// <summary>The size of the frames, by the coarsest level that is kept.</summary>
    internal (long N, long H, long W) Frames
    {
        get
        {
            int i = Array.FindLastIndex(_levels, level => level is not null);
            return (_levels[i]!.shape[0], _levels[i]!.shape[2] * (4 << i), _levels[i]!.shape[3] * (4 << i));
        }
    }

    /// <summary>The levels that are kept, the finest first.</summary>
    internal IReadOnlyList<Tensor> Kept => [.. _levels.OfType<Tensor>()];

    /// <summary>Frees the feature maps.</summary>
    public void Dispose()
    {
        foreach (var level in _levels)
            level?.Dispose();
    }

    /// <summary>Checks what an encoder made.</summary>
    /// <param name="encoder">Says how many channels the levels have.</param>
    /// <param name="frames">[N, 3, H, W], what it got.</param>
    /// <exception cref="InvalidOperationException">The levels do not have the shapes and the type that they must have.</exception>
    internal FeaturePyramid Checked(EncoderArchitecture encoder, Tensor frames)
    {
        for (int i = 0; i < _levels.Length; i++)
        {
            long[] expected = [frames.shape[0], encoder.Channels[i], frames.shape[2] / (4 << i), frames.shape[3] / (4 << i)];
            if (!_levels[i]!.shape.SequenceEqual(expected) || _levels[i]!.dtype != frames.dtype)
                throw new InvalidOperationException(
                    $"Encoder '{encoder}' must give {frames.dtype} [{string.Join(", ", expected)}] at 1/{4 << i} for such frames, but gave "
                    + $"{_levels[i]!.dtype} [{string.Join(", ", _levels[i]!.shape)}].");
        }
        return this;
    }

    /// <summary>Frees the other levels; the rest belongs to the result.</summary>
    internal FeaturePyramid Only(FeatureLevels kept)
    {
        var levels = new Tensor?[_levels.Length];
        for (int i = 0; i < levels.Length; i++)
            if (kept.HasFlag((FeatureLevels)(1 << i))) levels[i] = _levels[i];
            else _levels[i]?.Dispose();
        return new FeaturePyramid(levels);
    }

    /// <summary>Gives the feature maps to the dispose scope around the present one.</summary>
    internal FeaturePyramid MoveToOuterDisposeScope() => Select(level => level.MoveToOuterDisposeScope());

    /// <summary>Applies one function to each level that is kept.</summary>
    internal FeaturePyramid Select(Func<Tensor, Tensor> map) => new(Array.ConvertAll(_levels, level => level is null ? null : map(level)));

    /// <summary>Joins the same levels of several pyramids.</summary>
    internal static FeaturePyramid Join(IReadOnlyList<FeaturePyramid> pyramids, Func<Tensor[], Tensor> join) =>
        new([.. Enumerable.Range(0, pyramids[0]._levels.Length).Select(
            i => pyramids[0]._levels[i] is null ? null : join([.. pyramids.Select(pyramid => pyramid._levels[i]!)]))]);

    /// <summary>Splits each level into as many tensors.</summary>
    internal FeaturePyramid[] Split(int count, Func<Tensor, Tensor[]> split)
    {
        var parts = Array.ConvertAll(_levels, level => level is null ? null : split(level));
        return [.. Enumerable.Range(0, count).Select(p => new FeaturePyramid(Array.ConvertAll(parts, part => part?[p])))];
    }

    private Tensor Level(int i) => _levels[i] ?? throw new InvalidOperationException(
        $"The features at 1/{4 << i} were not kept, because no decoder says that it uses them. Name the level in the decoder's {nameof(DecoderArchitecture.Levels)}.");
}
