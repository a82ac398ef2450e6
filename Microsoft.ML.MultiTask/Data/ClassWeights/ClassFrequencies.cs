using System.Numerics.Tensors;
using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Data.ClassWeights;

/// <summary>How often each class occurs in a column of labels.</summary>
internal sealed class ClassFrequencies
{
    private const double ENetOffset = 1.02;

    private readonly long[] _pixels;            // per class
    private readonly long[] _pixelsBeside;      // labelled pixels of the images in which the class occurs

    private ClassFrequencies(int classCount) => (_pixels, _pixelsBeside) = (new long[classCount], new long[classCount]);

    /// <summary>Counts the pixels of all rows.</summary>
    public static ClassFrequencies Count(IDataView rows, string labelColumnName, int classCount)
    {
        var column = rows.Schema.GetColumnOrNull(labelColumnName) ?? throw new ArgumentException(
            $"Column '{labelColumnName}' was not found: it must hold class labels, Vector<Byte, H, W>. "
            + "If the rows hold label paths, decode them first with Transforms.LoadFrames.",
            nameof(labelColumnName));
        if (column.Type is not VectorDataViewType { ItemType: var item } || !item.Equals(NumberDataViewType.Byte))
            throw new ArgumentException(
                $"Column '{labelColumnName}' must hold class labels, Vector<Byte, H, W>, but was {column.Type}.", nameof(labelColumnName));

        var frequencies = new ClassFrequencies(classCount);
        using var cursor = rows.GetRowCursor([column]);
        var getter = cursor.GetGetter<VBuffer<byte>>(column);
        VBuffer<byte> label = default;
        var counts = new long[byte.MaxValue + 1];
        while (cursor.MoveNext())
        {
            getter(ref label);
            Array.Clear(counts);
            foreach (var value in label.GetValues())
                counts[value]++;
            counts[0] += label.Length - label.GetValues().Length;               // a sparse vector omits zeros
            var unknown = counts.AsSpan(classCount, ClassLabelEncoding.Ignore - classCount).IndexOfAnyExcept(0);
            if (unknown >= 0)
                throw new InvalidDataException(
                    $"Column '{labelColumnName}', row {cursor.Position}: class ids must be 0 to {classCount - 1}, "
                    + $"or {ClassLabelEncoding.Ignore} for none, but a pixel had {classCount + unknown}.");
            frequencies.AddImage(counts.AsSpan(0, classCount));
        }
        return frequencies._pixels.Any(pixels => pixels > 0) ? frequencies
            : throw new InvalidDataException($"Column '{labelColumnName}' has no labelled pixel in any row.");
    }

    /// <summary>The weights [C], all positive.</summary>
    public float[] Weights(ClassWeighting weighting) => weighting switch
    {
        ClassWeighting.MedianFrequency => MedianFrequencyWeights(),
        ClassWeighting.ENet => ENetWeights(),
        _ => throw new ArgumentOutOfRangeException(nameof(weighting), weighting, $"'{weighting}' is not a {nameof(ClassWeighting)}."),
    };

    private void AddImage(ReadOnlySpan<long> counts)
    {
        var labelled = TensorPrimitives.Sum(counts);
        for (var c = 0; c < counts.Length; c++)
        {
            if (counts[c] == 0) continue;
            _pixels[c] += counts[c];
            _pixelsBeside[c] += labelled;
        }
    }

    private float[] MedianFrequencyWeights()
    {
        double[] frequencies = [.. _pixels.Zip(_pixelsBeside, (own, beside) => (double)own / beside)];    // NaN if a class does not occur
        double[] known = [.. frequencies.Where(double.IsFinite).Order()];
        var median = (known[(known.Length - 1) / 2] + known[known.Length / 2]) / 2;
        return [.. frequencies.Select(frequency => double.IsFinite(frequency) ? (float)(median / frequency) : 1)];
    }

    private float[] ENetWeights()
    {
        double labelled = _pixels.Sum();
        return [.. _pixels.Select(pixels => (float)(1 / Math.Log(ENetOffset + pixels / labelled)))];
    }
}
