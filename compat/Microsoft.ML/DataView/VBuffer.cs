using System.Collections;

namespace Microsoft.ML.Data;

/// <summary>A vector of logical length <see cref="Length"/>, stored densely or as values at ascending indices, in arrays that are
/// reused.</summary>
public readonly struct VBuffer<T> : IEnumerable
{
    private readonly T[] _values;
    private readonly int[] _indices;   // used when sparse; kept, unused, when dense
    private readonly int _count;

    public readonly int Length;

    public VBuffer(int length, T[] values, int[] indices = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Check.Param((values?.Length ?? 0) >= length, nameof(values), "Must hold at least 'length' values.");
        Length = length;
        _count = length;
        _values = values;
        _indices = indices;
    }

    public VBuffer(int length, int count, T[] values, int[] indices)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Check.Param(count >= 0 && count <= length, nameof(count), "Must be between 0 and 'length'.");
        Check.Param((values?.Length ?? 0) >= count, nameof(values), "Must hold at least 'count' values.");
        Check.Param(count == length || (indices?.Length ?? 0) >= count, nameof(indices), "Must hold at least 'count' indices.");
        Length = length;
        _count = count;
        _values = values;
        _indices = indices;
    }

    public bool IsDense => _count == Length;

    public ReadOnlySpan<T> GetValues() => _values.AsSpan(0, _count);

    public ReadOnlySpan<int> GetIndices() => IsDense ? default : _indices.AsSpan(0, _count);

    public void CopyToDense(ref VBuffer<T> destination)
    {
        var editor = VBufferEditor.Create(ref destination, Length);
        CopyTo(editor.Values);
        destination = editor.Commit();
    }

    public void CopyTo(ref VBuffer<T> destination)
    {
        var editor = VBufferEditor.Create(ref destination, Length, _count);
        GetValues().CopyTo(editor.Values);
        GetIndices().CopyTo(editor.Indices);
        destination = editor.Commit();
    }

    public void CopyTo(ref VBuffer<T> destination, int sourceIndex, int length)
    {
        Check.Param(sourceIndex >= 0 && sourceIndex <= Length, nameof(sourceIndex), "Must be within the vector.");
        Check.Param(length >= 0 && sourceIndex <= Length - length, nameof(length), "Must end within the vector.");
        int first = sourceIndex, last = sourceIndex + length;
        if (!IsDense)
        {
            first = LowerBound(sourceIndex);
            last = LowerBound(sourceIndex + length);
        }
        var editor = VBufferEditor.Create(ref destination, length, last - first);
        _values.AsSpan(first, last - first).CopyTo(editor.Values);
        for (int i = 0; i < editor.Indices.Length; i++) editor.Indices[i] = _indices[first + i] - sourceIndex;
        destination = editor.Commit();
    }

    public void CopyTo(Span<T> destination) => CopyTo(destination, 0);

    public void CopyTo(Span<T> destination, int destinationIndex, T defaultValue = default)
    {
        Check.Param(destinationIndex >= 0 && destinationIndex <= destination.Length - Length, nameof(destination),
            "Not large enough to hold these values.");
        destination = destination.Slice(destinationIndex, Length);
        if (IsDense)
        {
            GetValues().CopyTo(destination);
            return;
        }
        destination.Fill(_count == 0 ? default : defaultValue);   // an empty sparse vector ignores defaultValue, as the original does
        for (int i = 0; i < _count; i++) destination[_indices[i]] = _values[i];
    }

    public static void Copy(T[] source, int sourceIndex, ref VBuffer<T> destination, int length)
    {
        int size = source?.Length ?? 0;
        Check.Param(length >= 0 && length <= size, nameof(length), "Must be between 0 and the length of 'source'.");
        Check.Param(sourceIndex >= 0 && sourceIndex <= size - length, nameof(sourceIndex), "Must leave 'length' values.");
        var editor = VBufferEditor.Create(ref destination, length, length);
        source.AsSpan(sourceIndex, length).CopyTo(editor.Values);
        destination = editor.Commit();
    }

    public IEnumerable<KeyValuePair<int, T>> Items(bool all = false)
    {
        int next = 0;   // the stored value to come
        if (all || IsDense)
        {
            for (int i = 0; i < Length; i++)
            {
                bool stored = IsDense || (next < _count && _indices[next] == i);
                yield return KeyValuePair.Create(i, stored ? _values[next++] : default);
            }
        }
        else
        {
            for (; next < _count; next++) yield return KeyValuePair.Create(_indices[next], _values[next]);
        }
    }

    public IEnumerable<T> DenseValues()
    {
        foreach (var item in Items(all: true)) yield return item.Value;
    }

    public void GetItemOrDefault(int index, ref T destination) => destination = GetItemOrDefault(index);

    public T GetItemOrDefault(int index)
    {
        Check.Param(index >= 0 && index < Length, nameof(index), "Must be within the vector.");
        if (IsDense) return _values[index];
        int stored = _count == 0 ? -1 : Array.BinarySearch(_indices, 0, _count, index);
        return stored >= 0 ? _values[stored] : default;
    }

    public override string ToString() =>
        IsDense ? $"Dense vector of size {Length}" : $"Sparse vector of size {Length}, {_count} explicit values";

    /// <summary>Enumerates the underlying array, the unused end of it included.</summary>
    public IEnumerator GetEnumerator() => _values.GetEnumerator();

    internal VBufferEditor<T> Edit(int length, int count, int maxCapacity, bool keepOldOnResize, bool requireIndicesOnDense)
    {
        var values = Grow(_values, count, maxCapacity, keepOldOnResize);
        bool needsIndices = count < length || requireIndicesOnDense;
        var indices = needsIndices ? Grow(_indices, count, maxCapacity, keepOldOnResize) : _indices;
        return new VBufferEditor<T>(length, count, values, indices, needsIndices, values != _values, indices != _indices);
    }

    internal VBufferEditor<T> Edit() => Edit(Length, _count, Array.MaxLength, keepOldOnResize: false, requireIndicesOnDense: false);

    private static TItem[] Grow<TItem>(TItem[] array, int count, int maxCapacity, bool keepOld)
    {
        int size = array?.Length ?? 0;
        if (size >= count) return array;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, maxCapacity);
        var grown = new TItem[(int)Math.Max(count, Math.Min(maxCapacity, size == 0 ? 4 : size * 2L))];
        if (keepOld && size > 0) Array.Copy(array, grown, size);
        return grown;
    }

    private int LowerBound(int index)
    {
        if (_count == 0) return 0;
        int found = Array.BinarySearch(_indices, 0, _count, index);
        return found >= 0 ? found : ~found;
    }
}
