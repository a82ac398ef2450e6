namespace Microsoft.ML.Data;

/// <summary>Writes a <see cref="VBuffer{T}"/> in the arrays of an earlier one where they are large enough.</summary>
public readonly ref struct VBufferEditor<T>
{
    private readonly int _length;
    private readonly T[] _values;
    private readonly int[] _indices;

    public readonly Span<T> Values;
    public readonly Span<int> Indices;

    internal VBufferEditor(int length, int count, T[] values, int[] indices, bool needsIndices, bool createdNewValues,
        bool createdNewIndices)
    {
        _length = length;
        _values = values;
        _indices = indices;
        Values = values.AsSpan(0, count);
        Indices = needsIndices ? indices.AsSpan(0, count) : default;
        CreatedNewValues = createdNewValues;
        CreatedNewIndices = createdNewIndices;
    }

    public bool CreatedNewValues { get; }

    public bool CreatedNewIndices { get; }

    public VBuffer<T> Commit() => new(_length, Values.Length, _values, _indices);

    public VBuffer<T> CommitTruncated(int physicalValuesCount)
    {
        Check.Param(physicalValuesCount <= Values.Length, nameof(physicalValuesCount),
            "Must not be greater than the count of values the editor was created with.");
        return new(_length, physicalValuesCount, _values, _indices);
    }
}
